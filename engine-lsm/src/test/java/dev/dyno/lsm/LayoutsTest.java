package dev.dyno.lsm;

import dev.dyno.kit.LayoutContract;

class LayoutsTest extends LayoutContract {
}
