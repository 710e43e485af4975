import { formatDate, languageOf } from '@shopbell/look';
import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { readConfig } from '../panel/config.ts';
import { part, usePart } from '../panel/part.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Waiting } from '../panel/views/waiting.tsx';
import type { Found } from './article-list.tsx';
import { articlesWordsFor } from './articles-words.ts';
import { useAnswer } from './use-answer.ts';

/** What makes nodes of HTML: it weighs more than all else, and comes with the first article that is read. */
const html = part(() => import('./safe-html.ts'));

type ArticleProps = ViewProps & {
  article: Found;
  title: RefObject<HTMLHeadingElement | null>;
};

type ContentProps = Pick<ArticleProps, 'words'> & { written: string; language: string };

/** The article itself: its nodes are put in here, Preact has none below. */
const Content = ({ written, language, words }: ContentProps): JSX.Element => {
  const late = usePart(html);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!late) return;
    const { opensNewTab } = words;
    const origins = readConfig(document)?.origins ?? [];
    place.current?.replaceChildren(late.safeHtml(written, { origins, opensNewTab }));
  }, [late, written, words]);
  return (
    <>
      {late ? null : <Waiting late={late} words={words} />}
      <div class="article" ref={place} lang={language} dir="auto" />
    </>
  );
};

/** One article, read from the relay when it is opened. */
export const ArticleView = ({
  article: { id, language, title: name },
  title,
  ...props
}: ArticleProps): JSX.Element => {
  const { state, words, chat } = props;
  const own = articlesWordsFor(state.locale);
  const { answer, standing } = useAnswer(
    () => chat.presence.session?.connection.call('article:get', { id, language }),
    `${language} ${id}`,
  );
  const article = answer?.article;
  const isForeign = languageOf(state.locale) !== language;
  return (
    <>
      <h2 ref={title} tabIndex={-1} dir="auto" {...(isForeign ? { lang: language } : {})}>
        {article?.title ?? name}
      </h2>
      {article ? (
        <p class="changed">{own.changed.replace('{}', formatDate(article.updatedAt, state.locale))}</p>
      ) : null}
      {standing === 'failing' ? <p class="line">{own.failing}</p> : null}
      {standing === 'gone' ? <p class="line">{own.gone}</p> : null}
      {article ? (
        <Content written={article.html} language={language} words={words} />
      ) : standing === 'asking' ? (
        <Waiting late={undefined} words={words} />
      ) : null}
    </>
  );
};
