package dev.dyno.bench.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may see whom: the SPI sees nobody, engines and layers see the SPI, only bench sees all. */
class DirectionsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.dyno");

    @Test
    void theSpiSeesNobody() {
        noClasses().that().resideInAPackage("dev.dyno.api..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.core..", "dev.dyno.kit..", "dev.dyno.bench..").check(CLASSES);
    }

    @Test
    void theSpiUsesOnlyTheLibrariesItMay() {
        noClasses().that().resideInAPackage("dev.dyno.api..").should().dependOnClassesThat()
                .resideOutsideOfPackages("dev.dyno.api..", "java..", "org.agrona..", "com.dynatrace.hash4j..")
                .check(CLASSES);
    }

    @Test
    void engineCoreSeesOnlyTheSpi() {
        noClasses().that().resideInAPackage("dev.dyno.core..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.kit..", "dev.dyno.bench..").check(CLASSES);
    }

    @Test
    void theKitSeesOnlyTheSpi() {
        noClasses().that().resideInAPackage("dev.dyno.kit..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.core..", "dev.dyno.bench..").check(CLASSES);
    }

    @Test
    void theCacheSeesOnlyTheSpiAndLibraries() {
        noClasses().that().resideInAPackage("dev.dyno.cache..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.core..", "dev.dyno.kit..", "dev.dyno.bench..", "com.github.benmanes..")
                .check(CLASSES);
        noClasses().that().resideInAPackage("dev.dyno.cache.policy..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.cache", "dev.dyno.cache.store..", "dev.dyno.cache.replay..")
                .check(CLASSES);
    }

    @Test
    void theDynamoApiSeesTheSpiAndStreamsOnly() {
        noClasses().that().resideInAPackage("dev.dyno.dynamo..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.core..", "dev.dyno.kit..", "dev.dyno.bench..", "dev.dyno.btree..")
                .check(CLASSES);
        // The accelerator and what shows a cache see the cache; the API and the wire do not.
        noClasses().that().resideInAPackage("dev.dyno.dynamo..").and()
                .resideOutsideOfPackages("dev.dyno.dynamo.dax..", "dev.dyno.dynamo.serve..").should()
                .dependOnClassesThat().resideInAPackage("dev.dyno.cache..").check(CLASSES);
        noClasses().that().resideInAnyPackage("dev.dyno.dynamo.item..", "dev.dyno.dynamo.json..").should()
                .dependOnClassesThat().resideInAnyPackage("dev.dyno.dynamo.table..", "dev.dyno.dynamo.operation..",
                        "dev.dyno.dynamo.request..", "dev.dyno.dynamo.control..").check(CLASSES);
    }

    @Test
    void streamsSeeOnlyTheSpi() {
        noClasses().that().resideInAPackage("dev.dyno.streams..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.dyno.core..", "dev.dyno.kit..", "dev.dyno.bench..", "dev.dyno.cache..")
                .check(CLASSES);
    }

    @Test
    void theGroundDoesNotSeeTheEngineInterfaces() {
        noClasses().that().resideInAnyPackage("dev.dyno.api.memory..", "dev.dyno.api.run..").should()
                .dependOnClassesThat().haveNameMatching("dev\\.dyno\\.api\\.(Engine|Session|Table|Cursor)")
                .check(CLASSES);
    }
}
