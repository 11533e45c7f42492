package dev.dyno.dynamo.http;

import java.util.Optional;

/**
 * What is answered to {@code GET}: the console, if there is one.
 *
 * <p>Threads: any; called where waiting is allowed.
 */
public interface Site {

    /** No pages. */
    Site NONE = path -> Optional.empty();

    /** @param path of the request, without the query */
    Optional<Page> page(String path);

    /**
     * @param mediaType with its character set
     * @param body not changed by anybody
     */
    record Page(String mediaType, byte[] body) {
    }
}
