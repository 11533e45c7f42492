package dev.dyno.cassandra;

import dev.dyno.kit.LayoutContract;

class LayoutsTest extends LayoutContract {
}
