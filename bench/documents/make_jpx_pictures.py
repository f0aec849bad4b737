#!/usr/bin/python3
"""Makes the JPEG 2000 files of server/src/test/resources/jpx and what OpenJPEG makes of them.

Needs Debian's python3-numpy and libopenjp2-tools. Writes NAME.jp2 or NAME.j2k by opj_compress, NAME.raw by
opj_decompress (samples of 8 bits, pixel by pixel, row by row) and pictures.tsv (file, width, height, channels, most
difference of a sample) into the folder named on the command line. JpxPictureTest reads them.
"""
import argparse
import pathlib
import subprocess
import tempfile

import numpy as np

PICTURES = [  # file, width, height, components, bits, opj_compress's options, most difference
    ("gray.jp2", 41, 29, 1, 8, "-n 4", 0),
    ("rgb.jp2", 41, 29, 3, 8, "-n 4 -mct 1", 0),
    ("rgb-97.jp2", 41, 29, 3, 8, "-n 4 -mct 1 -I -r 6", 2),
    ("layers.j2k", 41, 29, 3, 8, "-n 4 -mct 1 -r 20,8,1 -c [16,16],[8,8] -b 8,8 -p RPCL -SOP -EPH", 0),
    ("tiles.j2k", 41, 29, 3, 8, "-mct 1 -t 16,12 -n 3 -p PCRL", 0),
    ("tile-parts.j2k", 40, 28, 3, 8, "-mct 1 -t 20,14 -n 3 -TP R -r 4,1 -p RLCP", 0),
    ("offsets.j2k", 41, 29, 3, 8, "-mct 1 -d 7,5 -T 3,2 -t 17,13 -n 4 -p CPRL -c [8,8]", 0),
    ("orders.j2k", 41, 29, 3, 8, "-mct 1 -n 4 -r 20,8,1 -POC T1=0,0,3,2,3,CPRL/T1=2,0,3,4,3,LRCP", 0),
    ("block-styles.j2k", 41, 29, 3, 8, "-n 4 -mct 1 -M 63 -r 8,1", 0),
    ("bypass.j2k", 41, 29, 3, 8, "-n 4 -mct 1 -M 1", 0),
    ("subsampled.j2k", 42, 30, 3, 8, "-n 4 -mct 0", 2),
    ("bits-1.jp2", 64, 60, 1, 1, "-n 4", 0),
    ("bits-4.jp2", 64, 60, 1, 4, "-n 4", 0),
    ("bits-12.j2k", 41, 29, 1, 12, "-n 4 -r 4", 0),
    ("bits-16.jp2", 41, 29, 1, 16, "-n 4", 0),
    ("four.j2k", 21, 19, 4, 8, "-n 4 -mct 0", 0),
]

def samples(width, height, components, bits):
    """Planes of slopes, with a disc and a little noise."""
    y, x = np.mgrid[0:height, 0:width]
    slopes = [x / (width - 1), y / (height - 1), 1 - x / (width - 1), (x + y) / (width + height - 2)][:components]
    disc = (x - width / 3) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2
    noise = np.random.default_rng(2000).uniform(-.03, .03, (components, height, width))
    planes = np.clip(np.where(disc, .9 - .2 * np.arange(components)[:, None, None], np.stack(slopes)) + noise, 0, 1)
    return np.rint(planes * (2 ** bits - 1)).astype(">u2" if bits > 8 else "u1")

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch, open(folder / "pictures.tsv", "w", encoding="utf-8") as table:
        source, decoded = pathlib.Path(scratch, "in.raw"), pathlib.Path(scratch, "out.raw")
        table.write("# file\twidth\theight\tchannels\tmost difference\n")
        for file, width, height, components, bits, options, difference in PICTURES:
            planes, kind = samples(width, height, components, bits), f"{width},{height},{components},{bits},u"
            parts = [*planes]
            if file.startswith("subsampled"):
                parts[1:], kind = [p[::2, ::2] for p in planes[1:]], kind + "@1x1:2x2:2x2"
            source.write_bytes(b"".join(p.tobytes() for p in parts))
            for command in (["opj_compress", "-i", source, "-o", folder / file, "-F", kind, *options.split()],
                            ["opj_decompress", "-i", folder / file, "-o", decoded, "-upsample"]):
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            # .raw is written with the lower byte first
            values = np.frombuffer(decoded.read_bytes(), planes.dtype.newbyteorder("<"))
            values = values.astype(int).reshape(planes.shape)
            values = values >> bits - 8 if bits > 8 else values * 255 // (2 ** bits - 1)
            (folder / file).with_suffix(".raw").write_bytes(values.astype("u1").transpose(1, 2, 0).tobytes())
            table.write(f"{file}\t{width}\t{height}\t{components}\t{difference}\n")


if __name__ == "__main__":
    main()
