package dev.dyno.bench.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiPaceTest {

    private static final List<ApiWorkload> ALL = List.of(ApiWorkload.values());
    private static final ApiPace OPEN = new ApiPace(0, 0, 0);

    @Test
    void anHourHasTimeForTheRichest() {
        assertEquals(new ApiPace.Plan(new ApiPace(2000, 5, 15), ALL), ApiPace.plan(3600, 2, ALL, OPEN));
    }

    /** What `./dyno race-api` has left of three minutes beside DynamoDB Local. */
    @Test
    void theStandardBudgetMeasuresEverything() {
        ApiPace.Plan plan = ApiPace.plan(145, 2, ALL, OPEN);

        assertEquals(ALL, plan.workloads());
        assertTrue(plan.pace().seconds(2, ALL) <= 145, plan.toString());
        assertEquals(1000, plan.pace().windowMillis());
    }

    @Test
    void fewerWorkloadsHaveMoreTime() {
        List<ApiWorkload> two = List.of(ApiWorkload.PUT, ApiWorkload.GET);

        assertEquals(new ApiPace.Plan(new ApiPace(2000, 3, 15), two), ApiPace.plan(145, 2, two, OPEN));
    }

    @Test
    void whatHasNoTimeIsDroppedFromTheEnd() {
        ApiPace.Plan plan = ApiPace.plan(13, 2, ALL, OPEN);

        assertEquals(List.of(ApiWorkload.PUT, ApiWorkload.UPDATE), plan.workloads());
        assertEquals(List.of(ApiWorkload.PUT), ApiPace.plan(-5, 2, ALL, OPEN).workloads());
    }

    @Test
    void whatIsAskedIsKept() {
        ApiPace.Plan plan = ApiPace.plan(60, 1, ALL, new ApiPace(100, 7, 0));

        assertEquals(new ApiPace.Plan(new ApiPace(100, 7, 15), ALL), plan);
    }

    @Test
    void aStreamedWindowStandsBesideOneWithout() {
        assertEquals(8, new ApiPace(1000, 2, 4).seconds(1, List.of(ApiWorkload.PUT_STREAM)));
        assertEquals(6, new ApiPace(1000, 2, 4).seconds(1, List.of(ApiWorkload.PUT)));
    }
}
