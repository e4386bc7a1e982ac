package io.twokeys.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.gate.Gate;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whether the modules' Python can be compiled by the interpreter that runs Odoo (PF25): a file that cannot would break the upgrade
 * off when its module is loaded. Nothing is imported, run or written.
 */
final class PythonSyntax {
    private static final String ID = "python-syntax";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String COMPILE = """
            import json, sys, warnings
            warnings.simplefilter('ignore')
            for path, source in json.load(sys.stdin).items():
                try:
                    compile(source, path, 'exec', dont_inherit=True)
                except (SyntaxError, ValueError) as e:
                    print('%s:%s: %s' % (path, getattr(e, 'lineno', None) or 1, getattr(e, 'msg', None) or e))
            """;

    private PythonSyntax() {}

    /** @param sources path below the addons folder, to source */
    static Gate of(OdooHost host, String interpreter, Map<String, String> sources) {
        if (sources.isEmpty()) return Gate.pass(ID, "no Python in these modules");
        CommandResult answer = host.session()
                .run(
                        ShellCommand.of(interpreter, "-X", "utf8", "-c", COMPILE)
                                .as(host.target().odoo().user()),
                        json(sources),
                        LIMIT);
        if (!answer.ok()) {
            return Gate.warn(
                    ID,
                    "it cannot be found out whether the modules' Python compiles: " + interpreter + " ended with "
                            + answer.exit(),
                    "Compile it yourself: `" + interpreter + " -m compileall`.");
        }
        List<String> broken = answer.out().lines().toList();
        if (broken.isEmpty()) {
            return Gate.pass(ID, sources.size() + (sources.size() == 1 ? " file compiles" : " files compile"));
        }
        String more = broken.size() == 1 ? "" : ", and " + (broken.size() - 1) + " more files";
        return Gate.fail(ID, broken.getFirst() + more, "Correct it: Odoo would break off when it loads the module.");
    }

    private static String json(Map<String, String> sources) {
        try {
            return JSON.writeValueAsString(sources);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
