import type { StoredFile } from '@shopbell/agent';
import { formatBytes } from '@shopbell/look';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { ModalDialog } from '../controls/dialog.tsx';
import { useFileLink } from './use-file-link.ts';

/** A picture in the log is at most so large; its place is there before it is. */
const widthPx = 320;
const heightPx = 320;

type FileProps = { file: StoredFile };

const Gone = ({ file }: FileProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <p class="bubble muted">
      <bdi>{file.name}</bdi> {text.files.gone}
    </p>
  );
};

/** The whole picture, over the desk. */
const Viewer = ({ file, onClose }: FileProps & { onClose: () => void }): JSX.Element => {
  const { text, locale } = useDesk();
  const { link } = useFileLink(file.id);
  const url = link === 'gone' ? undefined : link?.url;
  const { width = 1, height = 1 } = file.picture ?? {};
  return (
    <ModalDialog title={file.name} size="large" onClose={onClose}>
      <div class="viewer">
        <img src={url} width={width} height={height} alt={file.name} />
      </div>
      <p class="viewer-foot">
        <span class="muted">
          {width} × {height}, {formatBytes(file.bytes, locale)}
        </span>
        {url ? (
          <a class="button" href={url} download={file.name}>
            {text.files.save}
          </a>
        ) : null}
      </p>
    </ModalDialog>
  );
};

const Picture = ({
  file,
  picture,
}: FileProps & { picture: { width: number; height: number } }): JSX.Element => {
  const { text } = useDesk();
  const { link, renew } = useFileLink(file.id);
  const [isOpen, setOpen] = useState(false);
  if (link === 'gone') return <Gone file={file} />;
  const scale = Math.min(1, widthPx / picture.width, heightPx / picture.height);
  const inlineSize = `${Math.max(64, Math.round(picture.width * scale))}px`;
  const style = { inlineSize, aspectRatio: `${picture.width} / ${picture.height}` };
  return (
    <>
      <button
        type="button"
        class="picture"
        style={style}
        aria-label={text.files.open(file.name)}
        onClick={() => setOpen(true)}
      >
        {link ? <img src={link.thumbnail ?? link.url} alt="" onError={renew} /> : null}
      </button>
      {isOpen ? <Viewer file={file} onClose={() => setOpen(false)} /> : null}
    </>
  );
};

const Document = ({ file }: FileProps): JSX.Element => {
  const { text, locale } = useDesk();
  const { link } = useFileLink(file.id);
  if (link === 'gone') return <Gone file={file} />;
  const inside = (
    <>
      <bdi class="file-name">{file.name}</bdi> <span class="muted">{formatBytes(file.bytes, locale)}</span>
    </>
  );
  if (!link) return <p class="bubble">{inside}</p>;
  return (
    <p class="bubble">
      <a class="document" href={link.url} download={file.name} title={text.files.saveNamed(file.name)}>
        {inside}
      </a>
    </p>
  );
};

/** A file in a message or a note: a picture opens in a viewer, anything else is there to be saved. */
export const FileView = ({ file }: FileProps): JSX.Element =>
  file.picture ? <Picture file={file} picture={file.picture} /> : <Document file={file} />;
