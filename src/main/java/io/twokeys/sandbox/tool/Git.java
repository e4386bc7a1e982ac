package io.twokeys.sandbox.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;

/** As much of {@code git} as Twokeys uses on a host, for machines that have none. */
public final class Git {
    private final org.eclipse.jgit.api.Git git;
    private final Repository repository;
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    private Git(org.eclipse.jgit.api.Git git) {
        this.git = git;
        this.repository = git.getRepository();
    }

    public static void main(String[] words) throws IOException {
        List<String> rest = new ArrayList<>(List.of(words));
        Path folder = Path.of("").toAbsolutePath();
        while (!rest.isEmpty() && rest.getFirst().startsWith("-")) {
            String option = rest.removeFirst();
            if (option.equals("-C")) folder = folder.resolve(rest.removeFirst());
            else if (option.equals("-c")) rest.removeFirst();
        }
        String verb = rest.isEmpty() ? "" : rest.removeFirst();
        System.exit(run(folder, verb, rest));
    }

    private static int run(Path folder, String verb, List<String> rest) throws IOException {
        try (org.eclipse.jgit.api.Git opened = org.eclipse.jgit.api.Git.open(folder.toFile())) {
            Git git = new Git(opened);
            int exitCode = git.run(verb, rest);
            git.out.flush();
            return exitCode;
        } catch (org.eclipse.jgit.errors.RepositoryNotFoundException e) {
            System.err.println("fatal: not a git repository (or any of the parent directories): .git");
        } catch (GitAPIException e) {
            System.err.println("error: " + e.getMessage());
            return 1;
        }
        return 128;
    }

    private int run(String verb, List<String> rest) throws IOException, GitAPIException {
        return switch (verb) {
            case "rev-parse" -> revParse(rest);
            case "status" -> status();
            case "ls-tree" -> lsTree(rest);
            case "cat-file" -> catFile(rest);
            case "show" -> show(rest);
            case "checkout" -> checkout(rest);
            case "fetch" -> fetch();
            case "merge-base" -> isAncestor(rest);
            default -> {
                System.err.println("git: '" + verb + "' is not a git command the sandbox host knows.");
                yield 1;
            }
        };
    }

    private int revParse(List<String> rest) throws IOException {
        if (rest.contains("--abbrev-ref")) {
            String branch = repository.getBranch();
            out.println(ObjectId.isId(branch) ? "HEAD" : branch);
            return 0;
        }
        if (rest.contains("--show-toplevel")) {
            out.println(repository.getWorkTree());
            return 0;
        }
        boolean quiet = rest.contains("-q") || rest.contains("--quiet");
        for (String revision :
                rest.stream().filter(word -> !word.startsWith("-")).toList()) {
            ObjectId id = repository.resolve(revision);
            if (id == null) {
                if (!quiet) System.err.println("fatal: Needed a single revision: " + revision);
                return quiet ? 1 : 128;
            }
            out.println(rest.contains("--short") ? id.abbreviate(7).name() : id.name());
        }
        return 0;
    }

    private int status() throws GitAPIException {
        Status status = git.status().call();
        TreeMap<String, String> lines = new TreeMap<>();
        status.getAdded().forEach(path -> lines.put(path, "A "));
        status.getChanged().forEach(path -> lines.put(path, "M "));
        status.getRemoved().forEach(path -> lines.put(path, "D "));
        status.getMissing().forEach(path -> lines.put(path, " D"));
        status.getModified().forEach(path -> lines.merge(path, " M", (staged, unstaged) -> staged.charAt(0) + "M"));
        lines.forEach((path, state) -> out.println(state + " " + path));
        for (String path : status.getUntracked().stream().sorted().toList()) out.println("?? " + path);
        return 0;
    }

    private int lsTree(List<String> rest) throws IOException {
        List<String> words = rest.stream().filter(word -> !word.startsWith("-")).toList();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            ObjectId revision = words.isEmpty() ? null : repository.resolve(words.getFirst());
            if (revision == null) return noSuchObject(words.isEmpty() ? "" : words.getFirst());
            tree.addTree(commits.parseTree(revision));
            tree.setRecursive(rest.contains("-r"));
            List<String> paths = words.subList(1, words.size()).stream()
                    .map(path -> path.replaceFirst("/$", ""))
                    .toList();
            if (!paths.isEmpty()) tree.setFilter(PathFilterGroup.createFromStrings(paths));
            while (tree.next()) {
                String name = tree.getPathString();
                boolean folder = tree.getFileMode(0) == FileMode.TREE;
                out.println(
                        rest.contains("--name-only")
                                ? name
                                : String.format(
                                        "%06o %s %s\t%s",
                                        tree.getRawMode(0),
                                        folder ? "tree" : "blob",
                                        tree.getObjectId(0).name(),
                                        name));
            }
        }
        return 0;
    }

    private int catFile(List<String> rest) throws IOException {
        if (!rest.contains("--batch")) {
            ObjectId id = repository.resolve(rest.getLast());
            if (id == null) return noSuchObject(rest.getLast());
            if (rest.contains("-p")) repository.open(id).copyTo(out);
            if (rest.contains("-t"))
                out.println(Constants.typeString(repository.open(id).getType()));
            return 0;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = in.readLine(); name != null; name = in.readLine()) {
            ObjectId id = repository.resolve(name);
            if (id == null) {
                out.println(name + " missing");
                continue;
            }
            ObjectLoader object = repository.open(id);
            out.println(id.name() + " " + Constants.typeString(object.getType()) + " " + object.getSize());
            object.copyTo(out);
            out.println();
            out.flush();
        }
        return 0;
    }

    private int show(List<String> rest) throws IOException {
        ObjectId id = repository.resolve(rest.getLast());
        if (id == null) return noSuchObject(rest.getLast());
        repository.open(id).copyTo(out);
        return 0;
    }

    private int checkout(List<String> rest) throws IOException, GitAPIException {
        String revision = rest.getLast();
        ObjectId id = repository.resolve(revision);
        if (id == null) {
            System.err.println("error: pathspec '" + revision + "' did not match any file(s) known to git");
            return 1;
        }
        boolean detached = rest.contains("--detach") || repository.findRef("refs/heads/" + revision) == null;
        git.checkout().setName(detached ? id.name() : revision).call();
        return 0;
    }

    private int fetch() throws GitAPIException {
        git.fetch().setRemote("origin").call();
        return 0;
    }

    private int isAncestor(List<String> rest) throws IOException {
        List<String> words = rest.stream().filter(word -> !word.startsWith("-")).toList();
        ObjectId ancestor = repository.resolve(words.get(0));
        ObjectId descendant = repository.resolve(words.get(1));
        if (ancestor == null || descendant == null) return noSuchObject(words.toString());
        try (RevWalk commits = new RevWalk(repository)) {
            return commits.isMergedInto(commits.parseCommit(ancestor), commits.parseCommit(descendant)) ? 0 : 1;
        }
    }

    private static int noSuchObject(String name) {
        System.err.println("fatal: Not a valid object name " + name);
        return 128;
    }
}
