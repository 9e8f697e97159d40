package dev.inferport.runtime.server;

import io.grpc.Status;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.Function;

/**
 * The series of one gRPC method.
 *
 * @param received counts a message that has arrived
 * @param sent counts a message that goes out
 */
record GrpcMethodSeries(
        CounterDataPoint started,
        Function<Status.Code, CounterDataPoint> handled,
        DistributionDataPoint seconds,
        Runnable received,
        Runnable sent) {}
