import tokens from '../style/tokens.css?inline';
import base from '../style/base.css?inline';
import layout from '../style/layout.css?inline';
import bar from '../style/bar.css?inline';
import stage from '../style/stage.css?inline';
import talk from '../style/talk.css?inline';
import card from '../style/card.css?inline';
import dialogs from '../style/dialogs.css?inline';
import kiosk from '../style/kiosk.css?inline';
import care from '../style/care.css?inline';
import help from '../style/help.css?inline';
import people from '../style/people.css?inline';
import company from '../style/company.css?inline';
import contrast from '../style/contrast.css?inline';
import print from '../style/print.css?inline';
import { inOwnUnit } from './units.ts';

const TEXTS = [tokens, base, layout, bar, stage, talk, card, dialogs, kiosk, help, people, care, company, contrast, print];
let made: readonly CSSStyleSheet[] | undefined;

/**
 * The component's style sheets, made once for all instances. Constructed sheets are no inline
 * styles, so a strict content security policy lets them pass.
 */
export function sheets(): readonly CSSStyleSheet[] {
  made ??= TEXTS.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(inOwnUnit(text));
    return sheet;
  });
  return made;
}
