package dev.dyno.core;

import dev.dyno.kit.LayoutContract;

class LayoutsTest extends LayoutContract {
}
