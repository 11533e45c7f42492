package dev.dyno.dynamo.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.dynamo.http.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * The web page of an endpoint: its files come from the class path, its data from the API itself and from
 * {@link Inside}. Nothing is loaded from elsewhere.
 *
 * <p>Threads: any.
 */
public final class Console implements Site {

    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String JSON = "application/json";

    /** Every file there is: what is not named here cannot be asked for. */
    private static final Map<String, Asset> ASSETS = Map.ofEntries(
            Map.entry("/", new Asset("index.html", HTML)),
            Map.entry("/console/app.css", new Asset("app.css", CSS)),
            Map.entry("/console/api.js", new Asset("api.js", SCRIPT)),
            Map.entry("/console/app.js", new Asset("app.js", SCRIPT)),
            Map.entry("/console/charts.js", new Asset("charts.js", SCRIPT)),
            Map.entry("/console/rows.js", new Asset("rows.js", SCRIPT)),
            Map.entry("/console/shape.js", new Asset("shape.js", SCRIPT)),
            Map.entry("/console/status.js", new Asset("status.js", SCRIPT)),
            Map.entry("/console/stream.js", new Asset("stream.js", SCRIPT)),
            Map.entry("/console/theme.js", new Asset("theme.js", SCRIPT)),
            Map.entry("/console/uplot.js", new Asset(CHARTS + "uPlot.iife.min.js", SCRIPT)),
            Map.entry("/console/uplot.css", new Asset(CHARTS + "uPlot.min.css", CSS)));

    private final Inside inside;

    /** Made when it is needed: an endpoint starts without a page that asks, and a mapper brings all calendars along. */
    private static final class Mapper {
        private static final ObjectMapper JSON = new ObjectMapper();
    }

    public Console(Inside inside) {
        this.inside = inside;
    }

    /** @param resource on the class path, from this package where it is relative */
    private record Asset(String resource, String mediaType) {
    }

    @Override
    public Optional<Page> page(String path) {
        return switch (path) {
            case "/console/status" -> Optional.of(json(inside.status()));
            case "/console/shape" -> Optional.of(json(inside.shape()));
            default -> Optional.ofNullable(ASSETS.get(path)).map(Console::file);
        };
    }

    private Page json(Map<String, Object> tree) {
        try {
            return new Page(JSON, Mapper.JSON.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("status cannot be written as JSON", e);
        }
    }

    private static Page file(Asset asset) {
        try (InputStream in = Console.class.getResourceAsStream(asset.resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: resource=" + asset.resource);
            }
            return new Page(asset.mediaType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from the class path: resource=" + asset.resource, e);
        }
    }
}
