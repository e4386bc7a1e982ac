package io.twokeys.odoo.diagnosis;

import java.util.Locale;

/** The one cause of a diagnosis, and what a colleague would say to do about it. */
public enum Cause {
    NONE("nothing failed", "Nothing to repair."),
    MODULE_UNKNOWN("a module that was named does not exist", "Correct the module name and ask again."),
    MODULE_NOT_INSTALLED(
            "a module that was named is not installed",
            "An upgrade does not install: install the module, or take it off the list."),
    MODULE_NOT_ON_DISK(
            "an installed module is in no addons path, or its manifest cannot be read",
            "Deploy the module's folder with a manifest that can be read; until then all scheduled actions stand still."),
    VERSION_INCOMPATIBLE(
            "the manifest's version belongs to another series",
            "Give the manifest a version of this series and deploy again."),
    DOWNGRADE(
            "the version on disk is older than the one that was installed",
            "Check what was deployed: an older version never undoes a newer one's data changes."),
    WRONG_DATABASE(
            "the run worked on another database than the target",
            "Correct the database name; if a database was created by this, drop it and its filestore."),
    DATABASE_UNREACHABLE(
            "no connection to PostgreSQL could be made",
            "Look at PostgreSQL's service, its log, its limits of connections and the credentials, then try again."),
    USAGE_ERROR("odoo-bin refused its command line or configuration", "Correct the option or the configuration file."),
    LAUNCH_REFUSED("odoo-bin was never started", "Look at the sudo rule and at the path of odoo-bin."),
    DEPENDENCY_MISSING(
            "a dependency is in no addons path", "Deploy the missing module, or correct depends in the manifest."),
    PYTHON_PACKAGE_MISSING(
            "a Python package is missing", "Install the package for the interpreter that runs Odoo, then try again."),
    PYTHON_ERROR("a module's code fails", "Fix the code that the log names and deploy again."),
    MIGRATION_SCRIPT(
            "a migration script failed", "Fix the script, try it on a copy of the database, then deploy again."),
    DATA_VIOLATION(
            "existing data breaks a constraint",
            "Clean the rows that the error names in a pre script, then try again."),
    CONSTRAINT_NOT_APPLIED(
            "existing data breaks a constraint, and Odoo went on without it",
            "Clean the rows that the line names, then upgrade the module again so that the constraint is set."),
    VIEW_INVALID(
            "a view cannot be applied",
            "Compare the view with its parent and the model's fields, fix it and deploy again."),
    XML_INVALID(
            "a data file is not valid",
            "Fix the data file that the log names, and load it on a copy before the next deployment."),
    REFERENCE_MISSING(
            "a data file refers to something that does not exist",
            "Correct the external id, or add the module that defines it to depends."),
    LOCK_TIMEOUT(
            "another session held a lock for too long",
            "Stop the service and other sessions on this database, then try again."),
    BUSY(
            "another upgrade or module operation is running on this database",
            "Wait until the other operation has ended, look at its outcome, then try again."),
    SERIALIZATION_CONFLICT(
            "another session changed the same rows", "Stop the service and other writers, then try again."),
    CONNECTION_LOST("the connection to PostgreSQL broke", "PostgreSQL's own log says why; settle that first."),
    DISK_FULL(
            "no space was left on a disk",
            "Free space on the disk that is full, PostgreSQL's unless the log names another, before anything else."),
    OUT_OF_MEMORY(
            "the kernel's OOM killer took the process",
            "Give the host more memory, or let the script work in batches."),
    MEMORY_LIMIT(
            "the process hit its own memory limit",
            "Run with --limit-memory-hard=0, or let the script work in batches."),
    KILLED("the process was killed", "Find out who killed it before anything is started again."),
    INTERRUPTED("the run was interrupted", "Find out who stopped it."),
    TIME_LIMIT(
            "a time limit was over",
            "Lift PostgreSQL's statement_timeout for Odoo's role if that was it; else run with --limit-time-cpu=0 --limit-time-real=0."),
    PORT_IN_USE("the HTTP port is taken", "Run with --no-http."),
    UNKNOWN(
            "the evidence does not decide",
            "Look whether Odoo still runs, then read the module states and its whole log.");

    private final String sentence;
    private final String advice;

    Cause(String sentence, String advice) {
        this.sentence = sentence;
        this.advice = advice;
    }

    /** Stable code, {@code migration-script}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What happened, as the middle of a sentence. */
    public String sentence() {
        return sentence;
    }

    /** What to do about it, before the state of the database is considered. */
    public String advice() {
        return advice;
    }
}
