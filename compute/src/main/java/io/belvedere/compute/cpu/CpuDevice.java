package io.belvedere.compute.cpu;

import com.sun.management.OperatingSystemMXBean;
import io.belvedere.compute.Backend;
import io.belvedere.compute.Device;
import io.belvedere.compute.KernelReport;
import io.belvedere.compute.SelfTest;
import io.belvedere.compute.Workers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The processor. Which kernels it runs is found out once, when that is first asked for. */
public final class CpuDevice implements Device {
    private final KernelSetting setting;
    private final int threads;
    private @Nullable KernelChoice choice;

    /** @param threads that compute, the caller of the operations included, at least 1 */
    public CpuDevice(KernelSetting setting, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, given " + threads);
        }
        this.setting = setting;
        this.threads = threads;
    }

    private synchronized KernelChoice choice() {
        if (choice == null) {
            choice = KernelChoice.choose(setting);
        }
        return choice;
    }

    @Override
    public Backend open() {
        return new CpuBackend(choice().kernels(), new Workers(threads));
    }

    @Override
    public Device exact() {
        return setting == KernelSetting.AUTO ? new CpuDevice(KernelSetting.EXACT, threads) : this;
    }

    @Override
    public KernelReport report() {
        return new KernelReport("CPU", choice().reason(), choice().kernels().vectorBits(), threads);
    }

    @Override
    public SelfTest selfTest(Duration budget) {
        return KernelTrial.run(choice().kernels(), threads, budget);
    }

    @Override
    public double readRate(int megabytes) {
        try (Workers workers = new Workers(threads)) {
            return ReadRate.measure(choice().kernels().reading(), (long) megabytes << 20, workers);
        }
    }

    /** The machine's. */
    @Override
    public long memoryBytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }
}
