package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;

/** How the sandbox host was at a time, to tell later what was done there since. */
record Moment(
        SandboxView host,
        SandboxView.Condition condition,
        List<String> databases,
        List<String> filestores,
        int commands,
        long starts,
        long stops) {
    static Moment of(SandboxView host) {
        return new Moment(
                host,
                host.condition(),
                host.databases(),
                host.filestores(),
                host.commands().size(),
                host.service("Started"),
                host.service("Stopped"));
    }

    /** Which commands with these words were run through sudo since. */
    List<String> ran(String words) {
        var all = host.commands();
        return all.subList(commands, all.size()).stream()
                .filter(line -> line.contains(words))
                .toList();
    }

    /** Odoo is as it was, and there is nothing beside it that was not there. */
    void isAsItWas() {
        hasMore(List.of());
    }

    /** Odoo is as it was, and beside it there is one copy more, files and all. */
    void hasOneCopyMore() {
        List<String> copies = host.databases().stream()
                .filter(name -> !databases.contains(name))
                .toList();
        assertThat(copies).singleElement(InstanceOfAssertFactories.STRING).matches("odoo__cp\\d+");
        hasMore(copies);
    }

    private void hasMore(List<String> copies) {
        assertThat(host.condition()).isEqualTo(condition);
        assertThat(host.databases()).isEqualTo(with(databases, copies));
        assertThat(host.filestores()).isEqualTo(with(filestores, copies));
    }

    void odooWasAway(int times) {
        assertThat(host.service("Stopped") - stops).as("stops of Odoo").isEqualTo(times);
        assertThat(host.service("Started") - starts).as("starts of Odoo").isEqualTo(times);
    }

    private static List<String> with(List<String> names, List<String> more) {
        return Stream.concat(names.stream(), more.stream()).sorted().toList();
    }
}
