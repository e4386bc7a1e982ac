package io.twokeys.odoo.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.odoo.module.InstalledModule.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradePlanTest {
    private final List<InstalledModule> rows = new ArrayList<>();
    private final Map<ModuleName, Manifest> manifests = new HashMap<>();
    private final Map<ModuleName, List<String>> scripts = new HashMap<>();
    private Set<ModuleName> core = Set.of();
    private String series = "19.0";

    @BeforeEach
    void a_shop_with_custom_modules() {
        core = Set.of(name("base"), name("sale"), name("stock"), name("sale_stock"));
        row("base", State.INSTALLED, "19.0.1.3");
        row("sale", State.INSTALLED, "19.0.1.2", "base");
        row("stock", State.INSTALLED, "19.0.1.1", "base");
        row("sale_stock", State.INSTALLED, "19.0.1.0", "sale", "stock");
        custom("sale_custom", "19.0.1.0.0", "19.0.1.1.0", "sale");
        custom("sale_custom_report", "19.0.1.0.0", "19.0.1.0.0", "sale_custom");
        custom("sale_custom_stock", "19.0.1.0.0", "19.0.1.0.0", "sale_custom", "sale_stock");
        row("sale_custom_extra", State.UNINSTALLED, null, "sale_custom");
        manifest("sale_custom_extra", "19.0.1.0.0", "sale_custom");
        scripts.put(name("sale_custom"), List.of("migrations/19.0.1.1.0/post-b.py", "migrations/19.0.1.1.0/pre-a.py"));
    }

    @Test
    void a_module_draws_its_installed_dependents_in() {
        UpgradePlan plan = plan("sale_custom");
        assertThat(plan.findings()).isEmpty();
        assertThat(plan.changes())
                .extracting(c -> c.name() + " " + c.from() + " → " + c.to() + ", " + c.why())
                .containsExactly(
                        "sale_custom 19.0.1.0.0 → 19.0.1.1.0, requested",
                        "sale_custom_report 19.0.1.0.0 → 19.0.1.0.0, depends on sale_custom",
                        "sale_custom_stock 19.0.1.0.0 → 19.0.1.0.0, depends on sale_custom");
        assertThat(plan.scripts())
                .extracting(MigrationScript::path)
                .containsExactly(
                        "sale_custom/migrations/19.0.1.1.0/pre-a.py", "sale_custom/migrations/19.0.1.1.0/post-b.py");
    }

    /** Odoo 19 installs what is new before the existing modules that wait for it, and commits it. */
    @Test
    void a_new_dependency_is_loaded_before_the_module_that_waits_for_it() {
        row("sale_custom_base", State.UNINSTALLED, null, "sale");
        manifest("sale_custom_base", "19.0.1.0.0", "sale");
        manifest("sale_custom", "19.0.1.1.0", "sale", "sale_custom_base");
        assertThat(plan("sale_custom").changes())
                .extracting(change -> change.name().value())
                .containsExactly("sale_custom_base", "sale_custom", "sale_custom_report", "sale_custom_stock");
    }

    /** Odoo loads only what is named, but the whole checkout moves. */
    @Test
    void a_module_that_the_checkout_moves_on_without_upgrading_it_is_named() {
        custom("crm_custom", "19.0.1.0.0", "19.0.2.0.0", "sale", "crm_custom_base");
        manifest("crm_custom_base", "19.0.1.0.0", "sale");
        assertThat(plan("sale_custom").findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder("version-left-behind", "dependency-left-behind");
        assertThat(plan("sale_custom", "crm_custom").findings()).isEmpty();
    }

    @Test
    void base_and_all_mean_everything_that_is_installed() {
        assertThat(plan("base").changes()).hasSize(7);
        assertThat(plan("all").changes())
                .extracting(c -> c.name().value())
                .startsWith("base")
                .hasSize(7);
    }

    @Test
    void a_misspelled_name_is_refused_with_the_one_that_was_meant() {
        UpgradePlan plan = plan("sale_custm");
        assertThat(plan.blocked()).isTrue();
        assertThat(plan.findings().getFirst().sentence()).endsWith("did you mean sale_custom?");
        assertThat(codes(plan)).containsExactly("module-unknown");
    }

    @Test
    void what_odoo_would_pass_over_in_silence_is_refused() {
        assertThat(codes(plan("sale_custom_extra"))).containsExactly("module-not-installed");
        manifest("sale_custom", "18.0.1.1.0", "sale");
        assertThat(codes(plan("sale_custom"))).containsExactly("wrong-series");
        manifest("sale_custom", "19.0.0.9.0", "sale");
        assertThat(codes(plan("sale_custom"))).contains("downgrade");
        manifests.remove(name("sale_custom"));
        assertThat(codes(plan("sale_custom"))).contains("module-not-on-disk");
    }

    @Test
    void an_unchanged_version_is_only_a_warning() {
        UpgradePlan plan = plan("sale_custom_report");
        assertThat(codes(plan)).containsExactly("version-left-behind", "version-unchanged");
        assertThat(plan.blocked()).isFalse();
    }

    @Test
    void a_new_dependency_is_installed_and_draws_what_installs_itself() {
        manifest("sale_custom", "19.0.1.1.0", "sale", "carrier");
        manifest("carrier", "1.0", "base");
        manifests.put(
                name("carrier_sale"),
                new Manifest(
                        name("carrier_sale"),
                        new ModuleVersion("1.0"),
                        true,
                        List.of(name("carrier"), name("sale")),
                        List.of(),
                        List.of(),
                        List.of(name("carrier"), name("sale")),
                        new Manifest.External(List.of(), List.of())));
        assertThat(plan("sale_custom").changes())
                .extracting(c -> c.name() + ": " + c.why())
                .startsWith("carrier: new dependency of sale_custom", "carrier_sale: installs itself with carrier");
    }

    @Test
    void a_dependency_in_no_addons_path_is_refused() {
        manifest("sale_custom", "19.0.1.1.0", "sale", "nowhere");
        assertThat(codes(plan("sale_custom"))).containsExactly("dependency-missing");
    }

    @Test
    void a_module_in_between_is_refused() {
        row("stuck", State.TO_UPGRADE, "19.0.1.0");
        assertThat(codes(plan("sale_custom"))).contains("module-in-between");
    }

    @Test
    void scripts_that_odoo_would_never_run_are_named() {
        scripts.put(
                name("sale_custom"),
                List.of(
                        "migrations/19.0.1.1.0/pre_migrate.py",
                        "migrations/19.0.1.1.0/__init__.py",
                        "migrations/v2/pre-x.py",
                        "migrations/19.0.2.0.0/pre-x.py",
                        "migrations/tests/pre-x.py"));
        UpgradePlan plan = plan("sale_custom");
        assertThat(codes(plan))
                .containsExactly("script-name-ignored", "script-folder-ignored", "script-above-manifest");
        assertThat(plan.findings().getFirst().sentence()).contains("Rename it to pre-migrate.py");
        assertThat(plan.scripts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "19.0, 19.0.1.0.0, 19.0.1.2.0, 1.1.0, true",
        "19.0, 19.0.1.0.0, 19.0.1.2.0, 19.0.1.0.0, false",
        "19.0, 19.0.1.0.0, 19.0.1.2.0, 19.0.1.2.0, true",
        "19.0, 19.0.1.0.0, 19.0.1.2.0, 19.0.1.2.1, false",
        "19.0, 18.0.2.0, 19.0.2.0, 2.0, false",
        "14.0, 13.0.2.0, 14.0.2.0, 2.0, true",
        "19.0, 19.0.1.0.0, 19.0.1.2.0, 0.0.0, true",
        "19.0, 19.0.1.2.0, 19.0.1.2.0, 0.0.0, false"
    })
    void a_script_runs_between_the_installed_version_and_the_manifests(
            String odoo, String from, String to, String folder, boolean runs) {
        ScriptSelection selection = new ScriptSelection(
                odoo,
                name("x"),
                new ModuleVersion(from),
                new ModuleVersion(to),
                List.of("upgrades/" + folder + "/post-x.py"));
        assertThat(selection.scripts().post()).hasSize(runs ? 1 : 0);
    }

    @Test
    void scripts_run_by_version_then_name_and_those_for_every_version_first_or_last() {
        ScriptSelection selection = new ScriptSelection(
                "19.0",
                name("x"),
                new ModuleVersion("19.0.1.0"),
                new ModuleVersion("19.0.3.0"),
                List.of(
                        "migrations/3.0/pre-a.py",
                        "migrations/2.0/pre-b.py",
                        "upgrades/2.0/pre-a.py",
                        "migrations/0.0.0/pre-z.py",
                        "migrations/0.0.0/post-a.py",
                        "migrations/2.0/post-z.py"));
        assertThat(selection.scripts().pre())
                .extracting(MigrationScript::path)
                .containsExactly(
                        "x/migrations/0.0.0/pre-z.py",
                        "x/upgrades/2.0/pre-a.py",
                        "x/migrations/2.0/pre-b.py",
                        "x/migrations/3.0/pre-a.py");
        assertThat(selection.scripts().post())
                .extracting(MigrationScript::version)
                .containsExactly("2.0", "0.0.0");
    }

    /** Whatever depends on whatever, loops included: dependencies come before dependents. */
    @Property(tries = 100)
    void modules_load_after_what_they_depend_on(@ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        rows.clear();
        manifests.clear();
        row("base", State.INSTALLED, "19.0.1.0");
        core = Set.of(name("base"));
        for (int i = 0; i < count; i++) {
            String[] needs = random.ints(random.nextInt(3), 0, Math.max(1, i))
                    .filter(n -> n < 12)
                    .mapToObj(n -> "m" + n)
                    .distinct()
                    .filter(n -> rows.stream().anyMatch(r -> r.name().value().equals(n)))
                    .toArray(String[]::new);
            custom("m" + i, "19.0.1.0", "19.0.1.1", needs.length == 0 ? new String[] {"base"} : needs);
        }
        List<ModuleName> order =
                plan("base").changes().stream().map(ModuleChange::name).toList();
        assertThat(order).hasSize(count + 1);
        manifests
                .values()
                .forEach(m -> m.depends()
                        .forEach(needed -> assertThat(order.indexOf(needed)).isLessThan(order.indexOf(m.name()))));
    }

    @Test
    void a_dependency_loop_ends() {
        custom("a", "19.0.1.0", "19.0.1.1", "b");
        custom("b", "19.0.1.0", "19.0.1.1", "a");
        assertThat(plan("a").changes()).hasSize(2);
    }

    private UpgradePlan plan(String... names) {
        return UpgradePlan.compute(new UpgradePlan.Request(series, List.of(names), rows, manifests, core, scripts));
    }

    private static List<String> codes(UpgradePlan plan) {
        return plan.findings().stream().map(Finding::code).collect(Collectors.toList());
    }

    private void custom(String name, String from, String to, String... depends) {
        row(name, State.INSTALLED, from, depends);
        manifest(name, to, depends);
    }

    private void row(String name, State state, @org.jspecify.annotations.Nullable String version, String... depends) {
        rows.add(new InstalledModule(
                name(name), state, version == null ? null : new ModuleVersion(version), names(depends)));
    }

    private void manifest(String name, String version, String... depends) {
        manifests.put(
                name(name),
                new Manifest(
                        name(name),
                        new ModuleVersion(version),
                        true,
                        names(depends),
                        List.of("data/a.xml"),
                        List.of(),
                        List.of(),
                        new Manifest.External(List.of(), List.of())));
    }

    private static List<ModuleName> names(String... names) {
        return Arrays.stream(names).map(ModuleName::new).toList();
    }

    private static ModuleName name(String name) {
        return new ModuleName(name);
    }
}
