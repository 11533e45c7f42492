package dev.dyno.cassandra;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code host:port,host:port}; the port may be left out. */
final class ContactPoints {

    private static final int STANDARD_PORT = 9042;

    private ContactPoints() {
    }

    static String check(String text) {
        parse(text);
        return text;
    }

    static List<InetSocketAddress> parse(String text) {
        List<InetSocketAddress> points = new ArrayList<>();
        for (String point : text.split(",")) {
            String trimmed = point.trim();
            int colon = trimmed.lastIndexOf(':');
            String host = colon < 0 ? trimmed : trimmed.substring(0, colon);
            if (!host.matches("[A-Za-z0-9._:\\[\\]-]+")) {
                throw new IllegalArgumentException("not a host: contactPoint='" + point + "'");
            }
            points.add(new InetSocketAddress(host, colon < 0 ? STANDARD_PORT
                    : Integer.parseInt(trimmed.substring(colon + 1))));
        }
        return points;
    }
}
