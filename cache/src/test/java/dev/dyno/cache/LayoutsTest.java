package dev.dyno.cache;

import dev.dyno.kit.LayoutContract;

class LayoutsTest extends LayoutContract {
}
