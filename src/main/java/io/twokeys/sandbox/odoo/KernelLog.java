package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The kernel's part of the host's journal: what it writes when it takes a process because memory ran out. */
final class KernelLog {
    private KernelLog() {}

    /** Ends this process as the OOM killer would: the kernel's lines, then SIGKILL. Does not return. */
    static void killForMemory(long bytes) throws IOException {
        Path journal = Path.of(System.getProperty("sandbox"), "log", "journal.log");
        StringBuilder lines = new StringBuilder();
        long micros =
                ChronoUnit.MICROS.between(Instant.EPOCH, InstantSource.system().instant());
        for (String line : lines(ProcessHandle.current().pid(), bytes / 1024)) {
            lines.append(micros++).append("\tkernel\tkernel: ").append(line).append('\n');
        }
        Files.writeString(journal, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        new ProcessBuilder("sh", "-c", "kill -9 " + ProcessHandle.current().pid()).start();
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(137);
    }

    private static String[] lines(long pid, long kilobytes) {
        long pages = kilobytes / 4;
        String text = """
                odoo-bin invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
                CPU: 1 UID: 101 PID: %1$d Comm: odoo-bin Not tainted 6.12.0-amd64 #1 PREEMPT(none)\s
                Call Trace:
                 <TASK>
                 dump_stack_lvl+0x57/0x80
                 dump_header+0x43/0x1c0
                 oom_kill_process.cold+0x8/0x8a
                 out_of_memory+0x214/0x500
                 mem_cgroup_out_of_memory+0xc0/0x110
                 try_charge_memcg+0x422/0x6f0
                 </TASK>
                memory: usage %2$dkB, limit %2$dkB, failcnt 19
                memory+swap: usage %2$dkB, limit 9007199254740988kB, failcnt 0
                Memory cgroup stats for /system.slice/odoo-upgrade.scope:
                Tasks state (memory values in pages):
                [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
                [%1$7d]   101 %1$5d %4$8d %3$8d %3$8d     7101         0   999424        0             0 odoo-bin
                oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/system.slice,task_memcg=/system.slice/odoo-upgrade.scope,task=odoo-bin,pid=%1$d,uid=101
                Memory cgroup out of memory: Killed process %1$d (odoo-bin) total-vm:%5$dkB, anon-rss:%2$dkB, file-rss:28404kB, shmem-rss:0kB, UID:101 pgtables:976kB oom_score_adj:0
                """;
        return text.formatted(pid, kilobytes, pages, pages + 9866, kilobytes + 39464)
                .lines()
                .toArray(String[]::new);
    }
}
