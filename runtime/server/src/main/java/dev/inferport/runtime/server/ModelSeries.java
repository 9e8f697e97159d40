package dev.inferport.runtime.server;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/**
 * The series of one model version.
 *
 * @param copies how often the version is in memory: twice while a reload replaces it
 */
record ModelSeries(int copies, CounterDataPoint successes, CounterDataPoint failures, DistributionDataPoint durations) {

    ModelSeries loadedAgain() {
        return new ModelSeries(copies + 1, successes, failures, durations);
    }

    ModelSeries unloadedOnce() {
        return new ModelSeries(copies - 1, successes, failures, durations);
    }
}
