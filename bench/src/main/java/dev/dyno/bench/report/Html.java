package dev.dyno.bench.report;

import java.util.List;

/** Writes HTML. Every text passes {@link #escape}: names, versions and reasons come from plug-ins. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    /** Markup as it stands; never anything read from a record. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** One element around one text; {@code tag} may carry attributes. */
    Html element(String tag, String text) {
        int space = tag.indexOf(' ');
        out.append('<').append(tag).append('>').append(escape(text)).append("</")
                .append(space < 0 ? tag : tag.substring(0, space)).append(">\n");
        return this;
    }

    /** An attribute with a leading space. */
    static String attribute(String name, String value) {
        return " " + name + "=\"" + escape(value) + "\"";
    }

    /** A table in a box that scrolls by itself, reachable by keyboard, so that the page never scrolls sideways. */
    Html openTable(String caption, List<String> heads) {
        out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\"").append(attribute("aria-label", caption))
                .append("><table><caption>").append(escape(caption)).append("</caption><thead><tr>");
        heads.forEach(head -> out.append("<th scope=\"col\">").append(escape(head)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        return this;
    }

    Html rowHead(String text) {
        return raw("<tr><th scope=\"row\">").text(text).raw("</th>");
    }

    /** A cell with a figure and, smaller, what qualifies it. */
    Html number(String figure, String qualifier) {
        raw("<td class=\"n\">").text(figure);
        if (!qualifier.isEmpty()) {
            raw(" <small>").text(qualifier).raw("</small>");
        }
        return raw("</td>");
    }

    Html missing(String word) {
        return raw("<td class=\"n none\">").text(word).raw("</td>");
    }

    Html endRow() {
        return raw("</tr>\n");
    }

    Html closeTable() {
        return raw("</tbody></table></div>\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
