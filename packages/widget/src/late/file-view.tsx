import { fill, formatBytes } from '@shopbell/look';
import type { FileId, StoredFile } from '@shopbell/protocol';
import type { JSX } from 'preact';
import type { ViewProps } from '../panel/views/view-props.ts';
import { knownFile } from './attach-files.ts';
import { endingOf } from './file-ending.ts';
import { useFileLink } from './file-link.ts';
import { filesWordsFor } from './files-words.ts';

/** A picture is shown at most so large; its place is there before it is. */
const widthPx = 240;
const heightPx = 320;

type FileProps = ViewProps & { file: StoredFile };

const Picture = (props: FileProps & { picture: { width: number; height: number } }): JSX.Element => {
  const { file, picture, chat, state, words } = props;
  const { link, renew } = useFileLink(chat, file.id);
  const files = filesWordsFor(state.locale);
  const { width, height } = picture;
  const scale = Math.min(1, widthPx / width, heightPx / height);
  const style = {
    inlineSize: `${Math.max(48, Math.round(width * scale))}px`,
    aspectRatio: `${width} / ${height}`,
  };
  if (link === 'gone') return <p class="text">{files.gone}</p>;
  if (!link) return <span class="picture" style={style} />;
  return (
    <a
      class="picture"
      href={link.url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={`${fill(files.picture, file.name)}, ${words.opensNewTab}`}
      style={style}
    >
      <img src={link.thumbnail ?? link.url} alt="" onError={renew} />
    </a>
  );
};

const Document = ({ file, chat, state }: FileProps): JSX.Element => {
  const { link } = useFileLink(chat, file.id);
  const files = filesWordsFor(state.locale);
  if (link === 'gone') return <p class="text">{files.gone}</p>;
  const inside = (
    <>
      <span class="kind" aria-hidden="true">
        {endingOf(file.name)}
      </span>
      <span class="what">
        <bdi class="file-name">{file.name}</bdi>
        <small>{formatBytes(file.bytes, state.locale)}</small>
      </span>
    </>
  );
  if (!link) return <span class="document">{inside}</span>;
  return (
    <a class="document" href={link.url} download={file.name} title={fill(files.save, file.name)}>
      {inside}
    </a>
  );
};

/** A file in a message: a picture is shown, anything else is there to be saved. */
export const FileView = ({
  file,
  ...props
}: ViewProps & { file: StoredFile | { id: FileId } }): JSX.Element => {
  const whole = 'name' in file ? file : knownFile(file.id);
  // Its message waits since before a reload: what it names is at the relay.
  if (!whole) return <p class="text">{filesWordsFor(props.state.locale).file}</p>;
  return whole.picture ? (
    <Picture {...props} file={whole} picture={whole.picture} />
  ) : (
    <Document {...props} file={whole} />
  );
};
