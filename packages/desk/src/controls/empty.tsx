import type { ComponentChildren, JSX } from 'preact';

/** A view that has nothing to show: what is so, and what to do next. */
export const Empty = ({ title, next }: { title: string; next?: ComponentChildren }): JSX.Element => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {next ? <p class="muted">{next}</p> : null}
  </div>
);

type FailedProps = { sentence: string; retry: string; onRetry: () => void };

/** A view that could not be loaded, with the way to try again. */
export const Failed = ({ sentence, retry, onRetry }: FailedProps): JSX.Element => (
  <div class="empty" role="alert">
    <p class="empty-title">{sentence}</p>
    <button type="button" class="button" onClick={onRetry}>
      {retry}
    </button>
  </div>
);
