import { addStyles } from './add-styles.ts';
import filesCss from './files.css?inline';

addStyles(filesCss);

export { attachFiles, sendAttached } from './attach-files.ts';
export { FileView } from './file-view.tsx';
export { Tray } from './tray.tsx';
