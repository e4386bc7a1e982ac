package io.twokeys.sandbox;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Git without the settings of whoever starts Twokeys: no line ending rules, hooks or signatures of theirs, and no files in their home. */
final class HermeticGit extends SystemReader.Delegate {
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
