import { refuse } from '@shopbell/protocol';
import { notFound, type ShopperHandlers, type StaffHandlers } from './context.ts';

/** `settings:get`. */
export const getSettings: StaffHandlers['settings:get'] = ({ store, identity }) =>
  store.settings(identity.shop);

/** `settings:save`. */
export const saveSettings: StaffHandlers['settings:save'] = async (context, row) => {
  const { store, settings, identity, router } = context;
  if (!(await store.saveSettings(identity.shop, row)))
    throw refuse('conflict', 'Somebody else has saved the settings meanwhile. Read them again, then save.');
  settings.forget(identity.shop);
  router.look(identity.shop);
  return { version: row.version + 1 };
};

/** `form:get`. */
export const getForm: ShopperHandlers['form:get'] = async ({ settings, identity }, { form: kind }) => {
  const form = (await settings.of(identity.shop)).settings[kind];
  if (!form) throw notFound('form');
  return { form };
};
