package dev.dyno.bench.serve;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Headless Chromium with a profile of its own, which talks to nobody but the page it is given. */
final class Browser implements AutoCloseable {

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path profile;
    private final Path pictures;
    private final ChromeDriver driver;

    /** @param pictures where screenshots go */
    Browser(Path pictures) throws IOException, InterruptedException {
        Installed.orSkip(List.of("test", "-x", CHROMIUM.getPath(), "-a", "-x", DRIVER.getPath()), "chromium",
                "chromium-driver");
        this.pictures = Files.createDirectories(pictures);
        profile = Files.createTempDirectory("dyno-chromium");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM).addArguments("--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort()
                .build(), options);
    }

    void open(String url) {
        driver.get(url);
    }

    void size(int width, int height) {
        // The window of a headless browser has no frame: its size is the page's.
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height,
                "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** What the system prefers: {@code dark} or {@code light}. */
    void prefer(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    WebElement find(String id) {
        return driver.findElement(By.id(id));
    }

    /** Types where the focus is, as a person does. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** To where no field has the focus. */
    void leaveFields() {
        driver.executeScript("document.activeElement.blur()");
    }

    /** Replaces what a field holds. */
    void fill(String id, String text) {
        find(id).sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text(String id) {
        return find(id).getText();
    }

    /** Waits until a script answers true. */
    void await(String what, String script) {
        new WebDriverWait(driver, PATIENCE).withMessage(() -> what + "; message: " + text("message"))
                .until(any -> Boolean.TRUE.equals(script("return " + script)));
    }

    void picture(String name) throws IOException {
        Files.write(pictures.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Errors that the page has logged since the last time. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue()).map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
