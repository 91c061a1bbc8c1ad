import { langOf } from '../preferences.ts';
import { StaffPage } from './page.ts';

const asked = new URL(location.href).searchParams.get('lang');
const page = new StaffPage(new URL('.', location.href), sessionStorage, langOf(asked) ?? langOf(navigator.language) ?? 'zh');
document.body.append(page.element);
