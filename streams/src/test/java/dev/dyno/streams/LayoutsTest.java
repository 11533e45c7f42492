package dev.dyno.streams;

import dev.dyno.kit.LayoutContract;

class LayoutsTest extends LayoutContract {
}
