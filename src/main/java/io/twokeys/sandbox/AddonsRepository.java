package io.twokeys.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * The git checkout of the sandbox's custom addons and its origin: tag {@code v1.0.0} and branch {@code deployed} are what is
 * installed and checked out, branch {@code main} is the next release. Commits are the same on every machine.
 */
final class AddonsRepository {
    private static final Pattern DATA = Pattern.compile("'data': \\[([^\\]]*)\\]");
    private static final Pattern STRING = Pattern.compile("'([^']+)'");

    private AddonsRepository() {}

    /** Makes both below {@code root} unless they are there. */
    static void create(Path root) throws IOException {
        Path addons = root.resolve("addons");
        if (Files.exists(addons)) return;
        Path origin = root.resolve("origin.git");
        Path fresh = root.resolve("addons.new");
        OwnerOnly.deleteTree(fresh);
        OwnerOnly.deleteTree(origin);
        HermeticGit.use();
        try (Git git =
                Git.init().setDirectory(fresh.toFile()).setInitialBranch("main").call()) {
            ObjectId deployed = commit(git, fresh, "addons-1.0.0.txt", "Release 1.0.0", "2026-01-12T09:30:00Z");
            git.tag().setName("v1.0.0").setObjectId(null).setAnnotated(false).call();
            git.branchCreate()
                    .setName("deployed")
                    .setStartPoint(deployed.name())
                    .call();
            commit(git, fresh, "addons-main.txt", "Move to version 19.0.1.1.0", "2026-02-20T16:05:00Z");
            Git.cloneRepository()
                    .setBare(true)
                    .setURI(fresh.toUri().toString())
                    .setDirectory(origin.toFile())
                    .call()
                    .close();
            git.checkout().setName("deployed").call();
            follow(git, origin);
        } catch (GitAPIException e) {
            throw new IOException("the addons checkout cannot be made in " + fresh, e);
        }
        Files.move(fresh, addons, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void follow(Git git, Path origin) throws IOException, GitAPIException {
        StoredConfig config = git.getRepository().getConfig();
        // No collecting of garbage behind our back: the folder is about to be renamed.
        config.setInt("gc", null, "auto", 0);
        config.setInt("gc", null, "autopacklimit", 0);
        config.setString("remote", "origin", "url", origin.toString());
        config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
        config.save();
        git.fetch().call();
    }

    private static ObjectId commit(Git git, Path checkout, String resource, String message, String time)
            throws IOException, GitAPIException {
        Map<String, String> files = SandboxResources.files(resource);
        for (Map.Entry<String, String> file : files.entrySet()) {
            SandboxResources.write(checkout, file.getKey(), file.getValue());
            if (file.getKey().endsWith("/__manifest__.py")) writeData(checkout, file.getKey(), file.getValue());
        }
        git.add().addFilepattern(".").call();
        PersonIdent author = new PersonIdent("Addons Team", "addons@example.com", Instant.parse(time), ZoneOffset.UTC);
        return git.commit()
                .setMessage(message)
                .setAuthor(author)
                .setCommitter(author)
                .setSign(false)
                .call();
    }

    /** The data files that a manifest names, with the least that they may hold. */
    private static void writeData(Path checkout, String manifestPath, String manifest) throws IOException {
        String module = manifestPath.substring(0, manifestPath.indexOf('/'));
        Matcher data = DATA.matcher(manifest);
        if (!data.find()) return;
        Matcher name = STRING.matcher(data.group(1));
        while (name.find()) {
            String content = name.group(1).endsWith(".csv")
                    ? "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n"
                    : "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<odoo>\n    <!-- " + module + " -->\n</odoo>\n";
            SandboxResources.write(checkout, module + "/" + name.group(1), content);
        }
    }

    /** Git without the settings of whoever starts Twokeys: no line ending rules, hooks or signatures of theirs, and no files in their home. */
    private static final class HermeticGit extends SystemReader.Delegate {
        private HermeticGit(SystemReader delegate) {
            super(delegate);
        }

        static void use() {
            if (!(SystemReader.getInstance() instanceof HermeticGit)) {
                SystemReader.setInstance(new HermeticGit(SystemReader.getInstance()));
            }
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        private static final class Nothing extends FileBasedConfig {
            Nothing(Config parent, FS fs) {
                super(parent, new java.io.File("/dev/null"), fs);
            }

            @Override
            public void load() {}

            @Override
            public void save() {}

            @Override
            public boolean isOutdated() {
                return false;
            }
        }
    }
}
