package dev.dyno.btree;

import dev.dyno.kit.LayoutContract;

class LayoutsTest extends LayoutContract {
}
