package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.Trace;
import org.junit.jupiter.api.Test;

class CpuWorkspaceTest {
    private static final long MIB = 1 << 20;

    @Test
    void growingPassesHoldNoMoreThanTheLargestTook() {
        try (CpuWorkspace workspace = new CpuWorkspace(Trace.NONE)) {
            for (int rows = 1024; rows <= 2048; rows += 64) { // 12 to 24 MiB a pass
                pass(workspace, rows);
            }
            workspace.reset();
            assertThat(workspace.bytes()).isLessThanOrEqualTo(24 * MIB);
        }
    }

    @Test
    void aPassAsLargeAsTheLastAllocatesNothing() {
        try (CpuWorkspace workspace = new CpuWorkspace(Trace.NONE)) {
            pass(workspace, 2048);
            workspace.reset();
            long held = workspace.bytes();
            pass(workspace, 2048);
            assertThat(workspace.bytes()).isEqualTo(held);
        }
    }

    private static void pass(CpuWorkspace workspace, int rows) {
        workspace.reset();
        for (int i = 0; i < 6; i++) {
            workspace.buffer(rows, 512);
        }
    }
}
