package dev.dyno.dynamo.dax;

import dev.dyno.cache.Stripes;
import dev.dyno.dynamo.dax.ItemStore.Place;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Questions to upstream that are under way: who asks the same joins. Only while nobody writes there: the token is part
 * of the key, so that a reader who starts after a write never gets an answer from before it.
 *
 * <p>Threads: any.
 */
final class Flights {

    private final Map<Flight, CompletableFuture<byte[]>> flights = new ConcurrentHashMap<>();

    private record Flight(int table, ByteBuffer place, long token) {
    }

    /** Asks, or waits for the one who does. What is thrown there is thrown here too. */
    byte[] ask(Place place, long token, Supplier<byte[]> question) {
        if (token == Stripes.NOT_NOW) {
            return question.get();
        }
        Flight flight = new Flight(place.table(), ByteBuffer.wrap(place.bytes()), token);
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> other = flights.putIfAbsent(flight, mine);
        if (other != null) {
            try {
                return other.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        try {
            byte[] answer = question.get();
            mine.complete(answer);
            return answer;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(flight);
        }
    }
}
