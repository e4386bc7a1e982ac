package io.twokeys.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** One person's screen with the console on it: what can be seen and pressed there, and what the browser complained about. */
final class Screen implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int MOST_TABS = 60;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Screen(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.status() >= 400) complaints.add(response.status() + " " + response.url());
        });
    }

    static Screen desktop(Browser browser, String address) {
        return at(browser, new Browser.NewContextOptions().setViewportSize(1440, 900), address);
    }

    /** A phone at night. */
    static Screen phone(Browser browser, String address) {
        var options = new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setIsMobile(true)
                .setColorScheme(ColorScheme.DARK)
                .setReducedMotion(ReducedMotion.REDUCE);
        return at(browser, options, address);
    }

    private static Screen at(Browser browser, Browser.NewContextOptions options, String address) {
        var screen = new Screen(browser.newContext(options));
        screen.page.navigate(address);
        assertThat(screen.page.locator("#line")).hasText("live");
        return screen;
    }

    Page page() {
        return page;
    }

    Locator room() {
        return page.locator("#room-messages");
    }

    Locator thread() {
        return page.locator("#thread-messages");
    }

    /** The newest card of a kind in {@code where}. */
    Locator card(Locator where, String kind) {
        return where.locator(".card." + kind).last();
    }

    Locator button(Locator card, String label) {
        return card.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true));
    }

    /** The vote below a card, whoever gave it. */
    Locator vote(Locator where, String emoji) {
        return where.locator(".message.approval")
                .last()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + emoji + ",")));
    }

    void says(String text) {
        page.keyboard().type(text);
        page.keyboard().press("Enter");
    }

    void opensThreadOf(Locator card) {
        card.locator("xpath=ancestor::li[1]").locator(".replies").click();
        assertThat(page.locator("#thread")).isVisible();
    }

    void becomes(String person) {
        page.getByLabel("Acting as").selectOption(person);
    }

    /** Walks to {@code wanted} with the keyboard alone and presses it there. */
    void walksToAndPresses(Locator wanted, String key) {
        for (int steps = 0; steps < MOST_TABS; steps++) {
            page.keyboard().press(key);
            if (Boolean.TRUE.equals(wanted.evaluate("it => it === document.activeElement"))) {
                page.keyboard().press("Enter");
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + wanted + " within " + MOST_TABS + " × " + key);
    }

    /** Everything of {@code part} is inside the window as it stands, nothing scrolled away. */
    void seesWhole(Locator part) {
        assertThat(part).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    }

    void doesNotScrollSideways() {
        assertThat(
                        page.evaluate(
                                "() => [document.scrollingElement, ...document.querySelectorAll('.scroll, .card')]"
                                        + ".filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className || box.localName)"))
                .as("boxes wider than the screen")
                .isEqualTo(List.of());
    }

    void complainedOfNothing() {
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    static LocatorAssertions.ContainsTextOptions within(Duration time) {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(time.toMillis());
    }

    @Override
    public void close() {
        context.close();
    }
}
