import { counted, languageOf } from '@shopbell/look';
import type { ShopperCommands } from '@shopbell/protocol';
import type { JSX, RefObject } from 'preact';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Waiting } from '../panel/views/waiting.tsx';
import { articlesWordsFor } from './articles-words.ts';
import { useAnswer, type Answered } from './use-answer.ts';

/** An article as it is found. */
export type Found = ShopperCommands['article:find']['output']['articles'][number];

/** What is looked for, what was read last, and where the field and that row are. */
export type Looking = {
  query: string;
  setQuery: (query: string) => void;
  articles: readonly Found[] | undefined;
  standing: Answered<unknown>['standing'];
  read: (article: Found) => void;
  lastId: string | undefined;
  field: RefObject<HTMLInputElement | null>;
  row: RefObject<HTMLButtonElement | null>;
};

const Rows = ({ articles, looking }: { articles: readonly Found[]; looking: Looking }): JSX.Element => (
  <ul class="titles">
    {articles.map((article) => (
      <li key={article.id}>
        <button
          type="button"
          lang={article.language}
          dir="auto"
          ref={article.id === looking.lastId ? looking.row : null}
          onClick={() => looking.read(article)}
        >
          <span class="title">{article.title}</span>
          <span class="excerpt">{article.excerpt}</span>
        </button>
      </li>
    ))}
  </ul>
);

/** Looks for articles with these words, in the reader’s language. */
export const useFound = (
  { state, chat }: ViewProps,
  query: string,
): Pick<Looking, 'articles' | 'standing'> => {
  const language = languageOf(state.locale);
  const { answer, standing } = useAnswer(
    () => chat.presence.session?.connection.call('article:find', { language, query }),
    `${language} ${query}`,
  );
  return { articles: answer?.articles, standing };
};

type ListProps = ViewProps & {
  looking: Looking;
  /** The way to an order’s state. */
  order: () => void;
};

/** The articles with the words looked for; all of them while there are none. */
export const ArticleList = ({ looking, order, state, words }: ListProps): JSX.Element => {
  const { query, setQuery, field, articles, standing } = looking;
  const own = articlesWordsFor(state.locale);
  return (
    <>
      {state.service?.orders ? (
        <button type="button" class="small order-way" onClick={order}>
          {own.orders}
        </button>
      ) : null}
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <input
          ref={field}
          type="search"
          maxLength={100}
          value={query}
          dir="auto"
          aria-label={own.search}
          placeholder={own.search}
          enterkeyhint="search"
          autoComplete="off"
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </form>
      <p class={query.trim() === '' ? 'sb-hidden' : 'found'} role="status">
        {articles && articles.length > 0 ? counted(own.found, articles.length, state.locale) : ''}
      </p>
      {standing === 'failing' ? <p class="line">{own.failing}</p> : null}
      {articles ? (
        <Rows articles={articles} looking={looking} />
      ) : standing === 'asking' ? (
        <Waiting late={undefined} words={words} />
      ) : null}
      {articles?.length === 0 ? <p class="line">{own.none}</p> : null}
    </>
  );
};
