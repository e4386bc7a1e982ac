package io.twokeys.story;

class RealDumpIT extends RealCheckpointStory {
    @Override
    String way() {
        return "dump";
    }
}
