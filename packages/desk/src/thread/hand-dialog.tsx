import type { Conversation, Person } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { WorkView } from '../app/work-state.tsx';
import { ModalDialog } from '../controls/dialog.tsx';

type HandProps = {
  summary: Conversation;
  onHand: (to: Person['id'] | null) => void;
  onCancel: () => void;
};

/** Who takes conversations and has room comes first, then who is there, then the others. */
const rankOf = ({ online, work }: Person): number => {
  if (!online) return 3;
  if (!work || work.state !== 'available') return 2;
  return work.load < work.capacity ? 0 : 1;
};

/** Who could take a conversation over: those with room first, then those who are there, by name; no offices, not who has it. */
export const candidates = (team: readonly Person[], holder: string | undefined): Person[] =>
  team
    .filter(({ id, role }) => role !== 'office' && id !== holder)
    .sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));

/** Hands a conversation to a colleague, or back to the queue. */
export const HandDialog = ({ summary, onHand, onCancel }: HandProps): JSX.Element => {
  const { text, shop } = useDesk();
  const people = candidates(useStore(shop).team, summary.assignee?.id);
  return (
    <ModalDialog title={text.manage.handTitle} lead={text.manage.handLead} onClose={onCancel}>
      <ul class="pick">
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" class="pick-one" onClick={() => onHand(person.id)}>
              <bdi>{person.name}</bdi>
              <span class="muted">{text.roles[person.role]}</span>
              {person.work ? (
                <WorkView work={person.work} text={text} />
              ) : (
                <span class={person.online ? 'state state-good' : 'state state-plain'}>
                  {person.online ? text.manage.online : text.manage.offline}
                </span>
              )}
            </button>
          </li>
        ))}
        {summary.assignee ? (
          <li>
            <button type="button" class="pick-one" onClick={() => onHand(null)}>
              <span>{text.manage.queue}</span>
              <span class="muted">{text.manage.queueHint}</span>
            </button>
          </li>
        ) : null}
      </ul>
      {people.length === 0 ? <p class="muted">{text.manage.handNobody}</p> : null}
    </ModalDialog>
  );
};
