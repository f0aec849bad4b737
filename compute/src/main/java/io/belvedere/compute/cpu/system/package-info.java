/**
 * What kernels ask of the operating system: pages of memory that may hold code, use large pages, or be given back.
 * Linux on x86-64 alone; elsewhere {@link io.belvedere.compute.cpu.system.Pages#obstacle} says why not.
 */
@NullMarked
package io.belvedere.compute.cpu.system;

import org.jspecify.annotations.NullMarked;
