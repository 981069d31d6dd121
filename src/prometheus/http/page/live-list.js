// A list that is kept up to date while the page is open.
import { alertBox, replaceKeepingFocus } from './dom.js';

const REFRESH_MS = 2000;

/**
 * Loads and shows, again and again. `show` makes the summary and the parts of what `load` got. The returned function
 * shows once more what was loaded last.
 */
export function keepCurrent({ status, list, load, show }) {
  let data;
  let failure;
  const render = () => {
    if (data === undefined) return;
    const { summary, parts } = show(data);
    replaceKeepingFocus(list, ...parts);
    // Written only when it changed: a live region that repeats itself is noise.
    if (summary !== status.textContent) status.textContent = summary;
  };
  const refresh = async () => {
    try {
      data = await load();
      if (failure !== undefined || !hasSelection(list)) render();
      failure = undefined;
    } catch (error) {
      data = undefined;
      status.textContent = '';
      if (failure !== error.message) list.replaceChildren(alertBox('No answer.', error.message));
      failure = error.message;
    }
    setTimeout(refresh, REFRESH_MS);
  };
  void refresh();
  return render;
}

/** Whether text in it is selected, perhaps to be copied: new elements would end that. */
function hasSelection(list) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && list.contains(selection.anchorNode);
}
