import { formatDate, languageOf } from '@shopbell/look';
import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { readConfig } from '../panel/config.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Waiting } from '../panel/views/waiting.tsx';
import type { Found } from './article-list.tsx';
import { articlesWordsFor } from './articles-words.ts';
import type * as Html from './safe-html.ts';
import { useAnswer } from './use-answer.ts';

/** What makes nodes of HTML, a late part of its own: `undefined` until it is there, `null` while it cannot be had. */
export type UseHtml = () => typeof Html | null | undefined;

type ArticleProps = ViewProps & {
  useHtml: UseHtml;
  article: Found;
  title: RefObject<HTMLHeadingElement | null>;
};

type ContentProps = Pick<ArticleProps, 'useHtml' | 'words'> & { html: string; language: string };

/** The article itself: its nodes are put in here, Preact has none below. */
const Content = ({ html, language, words, useHtml }: ContentProps): JSX.Element => {
  const late = useHtml();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!late) return;
    const { opensNewTab } = words;
    const origins = readConfig(document)?.origins ?? [];
    place.current?.replaceChildren(late.safeHtml(html, { origins, opensNewTab }));
  }, [late, html, words]);
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
        <Content html={article.html} language={language} words={words} useHtml={props.useHtml} />
      ) : standing === 'asking' ? (
        <Waiting late={undefined} words={words} />
      ) : null}
    </>
  );
};
