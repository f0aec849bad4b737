package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;

/**
 * The pages that a file holds, whatever it tells of their number and their types. The library takes both at their word,
 * and shows an empty page for one that is missing.
 */
final class PageTree {
    private static final int DEEPEST = 256;

    private final Set<COSDictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<COSDictionary> pages = new ArrayList<>();

    private PageTree() {}

    /**
     * Makes the tree one level deep, right in its number and types.
     *
     * @throws PageFault if a page is not in the file
     */
    static void repair(COSDictionary root) throws PageFault {
        if (!root.containsKey(COSName.KIDS)) {
            return; // one page without a tree, or nothing: the library knows both
        }
        PageTree tree = new PageTree();
        tree.collect(root, null, 0);
        COSArray kids = new COSArray();
        tree.pages.forEach(kids::add);
        root.setItem(COSName.KIDS, kids);
        root.setInt(COSName.COUNT, tree.pages.size());
    }

    private void collect(COSDictionary node, @Nullable COSDictionary parent, int depth) throws PageFault {
        boolean again = !seen.add(node);
        if (parent != null && node.getCOSDictionary(COSName.PARENT) == null) {
            node.setItem(COSName.PARENT, parent);
        }
        if (!node.containsKey(COSName.KIDS)) {
            node.setItem(COSName.TYPE, COSName.PAGE);
            pages.add(again ? new COSDictionary(node) : node); // the library takes the same one twice for a circle
            return;
        }
        if (again || depth > DEEPEST) {
            throw PageFault.damaged(nextPage());
        }
        node.setItem(COSName.TYPE, COSName.PAGES);
        COSArray kids = node.getCOSArray(COSName.KIDS);
        for (int i = 0; kids != null && i < kids.size(); i++) {
            COSBase kid = kids.getObject(i);
            if (!(kid instanceof COSDictionary child)) {
                throw new PageFault(DocumentProblem.INVALID_FILE, nextPage() + " is missing from the file.");
            }
            collect(child, node, depth + 1);
        }
    }

    private String nextPage() {
        return PdfPages.name(pages.size());
    }
}
