import { limitsHere, limitTexts } from '../../desk/limits';
import type { Line } from '../../screen/cell';
import { plain, type View } from '../view';

/** Rows under a shown record: its next time limit, bold when it has passed. */
export function limitRows(view: View, width: number): Line[] {
  const { state, env, words } = view;
  const today = state.setting.workDate;
  const limits = limitsHere(env, state);
  const texts = limitTexts(words, limits, today);
  if (!texts) return [];
  const late = limits[0]?.due && limits[0].due < today;
  const [what, law] = texts;
  return [plain(what, width, late ? { bold: true } : undefined), plain(`  ${law}`, width)];
}
