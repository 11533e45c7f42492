/**
 * Measures DynamoDB endpoints as their clients see them: requests a second from a bare HTTP client, ours beside
 * Amazon's DynamoDB Local; and kills them while they are written to.
 *
 * <p>Read in this order: {@link dev.dyno.bench.api.ApiWorkload}, {@link dev.dyno.bench.api.ApiPace},
 * {@link dev.dyno.bench.api.ApiRace}, {@link dev.dyno.bench.api.ApiRaceRun}; {@code HttpLoad}, {@code HttpExchange};
 * {@link dev.dyno.bench.api.Contenders}, {@code ServerProcess};
 * {@link dev.dyno.bench.api.EndpointKills}, {@code KillEvidence}; {@link dev.dyno.bench.api.Rehearsal}.
 */
package dev.dyno.bench.api;
