"""The builder's look: the notebook's own colours, one type scale, a grid of 8 pixels."""

from __future__ import annotations

from typing import Final

from signals_nb.html import Html

__all__ = ["SHEET"]

# Sizes of ipywidgets' own sheet are overridden where they cut labels off or hinder wrapping.
SHEET: Final = Html(
    """<style>
.snb-root{--snb-fg:var(--jp-ui-font-color1,inherit);
--snb-soft:color-mix(in srgb,var(--jp-ui-font-color1,currentColor) 72%,transparent);
--snb-line:var(--jp-border-color2,#8885);--snb-edge:var(--jp-border-color1,#8889);
--snb-page:var(--jp-layout-color1,transparent);--snb-fill:var(--jp-layout-color2,#8881);
--snb-brand:#5c35b0;--snb-bad:#b3261e;--snb-warn:#8a4b00;--snb-good:#1f6b2a;
--jp-widgets-font-size:13px;accent-color:var(--snb-brand);
container-type:inline-size;box-sizing:border-box;width:100%;max-width:1000px;margin:4px 0 12px;padding:0;
color:var(--snb-fg);background:var(--snb-page);border:1px solid var(--snb-line);
border-radius:8px;overflow:hidden;font-size:13px;line-height:1.5;
font-family:var(--jp-ui-font-family,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif)}
body[data-jp-theme-light="false"] .snb-root,body.vscode-dark .snb-root{--snb-brand:#bba4f0;--snb-bad:#ff9a92;
--snb-warn:#ffb95c;--snb-good:#86d992}
.snb-root *{box-sizing:border-box}
.snb-root input,.snb-root select,.snb-root textarea,.snb-root button,.snb-root .lm-TabBar-tab{font-family:inherit}
.snb-root .jupyter-widgets{margin:0}
.snb-root .widget-vbox,.snb-root .widget-hbox{overflow:visible}
.snb-root .widget-html-content{line-height:1.5;font-size:13px;overflow-wrap:anywhere;color:var(--snb-fg)}
.snb-root .widget-html{min-width:0;max-width:100%;width:auto;height:auto}
.snb-root .widget-html>.widget-html-content{min-width:0;max-width:100%;width:100%}
.snb-root .widget-html>.widget-label{display:none}
.snb-root .snb-soft{color:var(--snb-soft)}
.snb-root .snb-none{display:none}
.snb-root .snb-h{margin:0 0 8px;font-size:13px;font-weight:600}
.snb-root p{margin:0}
.snb-root code{font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;
background:none;padding:0;color:inherit}
/* header, footer */
.snb-root .snb-header,.snb-root .snb-footer{display:flex;flex-flow:row wrap;align-items:center;gap:8px 12px;
padding:12px 16px;background:var(--snb-fill)}
.snb-root .snb-header{border-bottom:1px solid var(--snb-line)}
.snb-root .snb-footer{border-top:1px solid var(--snb-line)}
.snb-root .snb-grow{flex:1 1 220px;min-width:0;width:auto}
.snb-root .snb-name{font-size:17px;font-weight:600;line-height:1.3;overflow-wrap:anywhere}
.snb-root .snb-empty-name{font-weight:400;color:var(--snb-soft)}
.snb-root .snb-badge{display:inline-block;padding:1px 10px;border-radius:12px;font-size:12px;line-height:20px;
border:1px solid var(--snb-edge);white-space:nowrap;vertical-align:2px;margin-left:8px;
font-weight:400}
.snb-root .snb-badge[data-state="published"]{border-color:var(--snb-good)}
.snb-root .snb-badge[data-state="changed"]{border-color:var(--snb-warn)}
/* buttons */
.snb-root .jupyter-button{width:auto;height:32px;line-height:30px;padding:0 16px;border-radius:4px;font-size:13px;
border:1px solid var(--snb-edge);background:var(--snb-page);
color:var(--snb-fg);box-shadow:none;overflow:visible}
.snb-root .jupyter-button:hover:enabled{background:var(--snb-fill);box-shadow:none}
.snb-root .jupyter-button.mod-primary,.snb-root .jupyter-button.mod-success{font-weight:600;border-color:transparent;
color:#fff}
.snb-root .jupyter-button.mod-primary{background:#5c35b0}
.snb-root .jupyter-button.mod-primary:hover:enabled{background:#4a2a91}
.snb-root .jupyter-button.mod-success{background:#256b2a}
.snb-root .jupyter-button.mod-success:hover:enabled{background:#1c5420}
.snb-root .jupyter-button:disabled,.snb-root .jupyter-button:disabled:hover{opacity:1;font-weight:400;
background:transparent;color:var(--snb-soft);border:1px dashed var(--snb-edge);cursor:not-allowed}
.snb-root .snb-quiet.jupyter-button{border-color:transparent;background:transparent;padding:0;
color:var(--snb-fg);text-decoration:underline;text-underline-offset:3px}
.snb-root button:focus-visible,.snb-root input:focus-visible,.snb-root select:focus-visible,
.snb-root textarea:focus-visible,.snb-root [tabindex]:focus-visible{outline:2px solid var(--snb-brand);
outline-offset:1px}
.snb-root .snb-buttons{display:flex;flex-flow:row wrap;gap:8px;align-items:center}
/* tabs */
.snb-root .jupyter-widget-tab{border:0;background:transparent}
.snb-root .jupyter-widget-tab>.lm-TabBar{padding:8px 16px 0;overflow:visible;border-bottom:1px solid var(--snb-line);
min-height:0}
.snb-root .jupyter-widget-tab>.lm-TabBar .lm-TabBar-content{flex-wrap:wrap;gap:0 4px;align-items:stretch}
.snb-root .jupyter-widget-tab>.lm-TabBar .lm-TabBar-tab{flex:0 0 auto;max-width:none;min-width:0;height:36px;
min-height:36px;line-height:20px;display:flex;align-items:center;margin:0;padding:0 12px;border:0;border-bottom:2px solid transparent;background:none;
color:var(--snb-soft);transform:none;top:0}
.snb-root .jupyter-widget-tab>.lm-TabBar .lm-TabBar-tab.lm-mod-current{color:var(--snb-fg);font-weight:600;
border-bottom-color:var(--snb-brand);background:none;transform:none}
.snb-root .jupyter-widget-tab>.lm-TabBar .lm-TabBar-tab.lm-mod-current:before{display:none}
.snb-root .jupyter-widget-tab>.widget-tab-contents{padding:16px;border:0;background:transparent;color:var(--snb-fg);
overflow:visible;min-height:320px}
.snb-root .snb-views .jupyter-widget-tab>.lm-TabBar{padding:0}
.snb-root .snb-views .jupyter-widget-tab>.widget-tab-contents{padding:16px 0 0;min-height:120px}
/* fields: a column of labels, a column of controls */
.snb-root .snb-panel{display:flex;flex-direction:column;gap:16px}
.snb-root .snb-field{display:flex;flex-direction:column;gap:4px;max-width:680px}
.snb-root .snb-field.snb-wide{max-width:none}
.snb-root .snb-field .widget-inline-hbox,.snb-root .snb-field .widget-radio,
.snb-root .snb-line{display:flex;flex-direction:row;width:auto;height:auto;align-items:flex-start;gap:0}
.snb-root .snb-field .widget-inline-hbox>.widget-label,.snb-root .snb-field>.snb-line>.snb-label,
.snb-root .snb-field .widget-radio>.widget-label{flex:0 0 144px;width:144px;height:auto;line-height:20px;
padding:6px 12px 6px 0;margin:0;text-align:left;white-space:normal;color:var(--snb-fg);overflow:visible}
.snb-root .snb-label .widget-html-content{line-height:20px}
.snb-root .snb-field .widget-inline-hbox>input,.snb-root .snb-field .widget-inline-hbox>select,
.snb-root .snb-field .widget-inline-hbox>textarea{flex:1 1 160px;min-width:0;width:auto}
.snb-root input[type="text"],.snb-root input[type="number"],.snb-root input[type="datetime-local"],
.snb-root select:not([size]),.snb-root textarea{height:32px;border-radius:4px;border:1px solid var(--snb-edge);
background-color:var(--snb-page);color:var(--snb-fg);padding:4px 8px;font-size:13px}
.snb-root select:not([size]){padding-right:28px;appearance:none;background-repeat:no-repeat;background-size:5px 5px;
background-position:right 15px center,right 10px center;
background-image:linear-gradient(45deg,transparent 50%,currentColor 50%),linear-gradient(135deg,currentColor 50%,transparent 50%)}
.snb-root textarea{height:auto;line-height:1.5;resize:vertical}
.snb-root input::placeholder,.snb-root textarea::placeholder{color:var(--snb-soft);opacity:1}
.snb-root .widget-radio-box{height:auto;margin:0;gap:4px 20px;flex-wrap:wrap;padding:6px 0 2px}
.snb-root .widget-radio-box label{line-height:20px;height:20px;margin:0;padding:0;display:flex;align-items:center;
flex-direction:row-reverse;width:auto;gap:6px;white-space:nowrap}
.snb-root .widget-radio-box input{margin:0;height:16px;line-height:20px}
.snb-root .jupyter-widget-checkbox,.snb-root .widget-checkbox{width:auto;height:auto}
.snb-root .widget-label-basic{display:flex;align-items:center;gap:8px;line-height:20px;height:32px;padding:0;margin:0;
white-space:normal;overflow:visible;text-overflow:clip}
.snb-root .widget-label-basic input{margin:0}
.snb-root .snb-note{padding-left:144px}
.snb-root .snb-help,.snb-root .snb-help .widget-html-content{font-size:12px;color:var(--snb-soft)}
.snb-root .snb-say{font-size:12px;margin-top:2px}
.snb-root .snb-say b{margin-right:4px}
.snb-root .snb-say.snb-error b{color:var(--snb-bad)}
.snb-root .snb-say.snb-warning b{color:var(--snb-warn)}
.snb-root .snb-pair{display:flex;flex-flow:row wrap;gap:8px;align-items:flex-start}
.snb-root .snb-line>.snb-pair>.jupyter-widget-tagsinput{flex:1 1 200px;min-width:0}
.snb-root .snb-list-head .widget-html-content{font:12px var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);
color:var(--snb-soft);padding:0 13px 4px;white-space:nowrap;overflow:hidden}
.snb-root .snb-version{height:auto;width:auto;align-items:center}
.snb-root .snb-quiet.mod-active,.snb-root .snb-quiet:hover:enabled{box-shadow:none;background:transparent}
.snb-root .snb-number input{flex:0 0 96px!important;width:96px!important}
.snb-root .snb-unit{width:112px}
.snb-root .snb-unit select{width:112px}
.snb-root .snb-bare>.widget-label{position:absolute;width:1px!important;height:1px!important;overflow:hidden!important;
clip-path:inset(50%);padding:0!important;flex:none!important}
.snb-root .snb-bare{position:relative}
.snb-root .snb-group{display:flex;flex-direction:column;gap:12px;padding:16px;border:1px solid var(--snb-line);
border-radius:8px}
.snb-root .snb-section{border-top:1px solid var(--snb-line);padding-top:16px;display:flex;flex-direction:column;
gap:12px}
/* tags */
.snb-root .jupyter-widget-tagsinput{display:flex;flex:1 1 200px;flex-flow:row wrap;gap:4px;min-height:32px;height:auto;
width:auto;padding:3px;border:1px solid var(--snb-edge);border-radius:4px;overflow:visible;
background:var(--snb-page);cursor:text}
.snb-root .jupyter-widget-tagsinput input{flex:1 1 160px;border:0;height:24px;min-width:80px;background:transparent;
padding:0 4px}
.snb-root .jupyter-widget-tag{height:24px;line-height:22px;padding:0 8px;margin:0;border-radius:12px;font-size:12px;
border:1px solid var(--snb-edge);background:var(--snb-fill);color:var(--snb-fg);max-width:100%}
/* the list of attributes */
.snb-root .snb-list{width:100%;height:auto}
.snb-root .snb-list select{flex:1 1 auto;width:100%;height:auto;padding:4px;border-radius:4px;
border:1px solid var(--snb-edge);background:var(--snb-page);color:var(--snb-fg);
font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;overflow-x:auto}
.snb-root .snb-list option{padding:4px 8px;border-radius:4px}
.snb-root .snb-list option:checked{background:var(--jp-brand-color3,#5c35b033) linear-gradient(0deg,
var(--jp-layout-color2,#8883),var(--jp-layout-color2,#8883));color:var(--snb-fg);font-weight:600}
/* an empty state says what to do */
.snb-root .snb-blank{padding:32px 16px;text-align:center;border:1px dashed var(--snb-line);border-radius:8px;
color:var(--snb-soft)}
.snb-root .snb-blank>span{display:inline-block;max-width:56ch}
.snb-root .snb-blank b{display:block;font-size:15px;margin-bottom:4px;color:var(--snb-fg)}
/* messages */
.snb-root .snb-message{display:flex;flex-flow:row wrap;gap:4px 8px;align-items:center;padding:8px 16px;
border-bottom:1px solid var(--snb-line);border-left:4px solid var(--snb-line)}
.snb-root .snb-message.snb-error{border-left-color:var(--snb-bad)}
.snb-root .snb-message.snb-warning{border-left-color:var(--snb-warn)}
.snb-root .snb-message.snb-good{border-left-color:var(--snb-good)}
.snb-root .snb-message .widget-html{flex:1 1 320px;min-width:0;width:auto}
.snb-root .snb-message ul{margin:4px 0 0;padding-left:20px}
/* criteria */
.snb-root .snb-criterion{display:flex;flex-flow:row wrap;gap:8px;align-items:flex-start;padding:8px;
background:var(--snb-fill);border-radius:4px}
.snb-root .snb-criterion>.widget-inline-hbox,.snb-root .snb-criterion>.snb-value{flex:1 1 180px;width:auto;min-width:0;
height:auto}
.snb-root .snb-criterion>.snb-operator{flex:0 1 144px}
.snb-root .snb-criterion .widget-inline-hbox>input,.snb-root .snb-criterion .widget-inline-hbox>select{flex:1 1 auto;
width:100%}
.snb-root .snb-criterion>.snb-note{flex:1 1 100%;padding:0}
.snb-root .snb-criterion .jupyter-widget-tagsinput{width:100%}
/* figures */
.snb-root .snb-region{overflow:auto;max-height:420px;border:1px solid var(--snb-line);border-radius:8px}
.snb-root .snb-figures{width:100%;border-collapse:collapse;font-size:12.5px;margin:0}
.snb-root .snb-figures th,.snb-root .snb-figures td{padding:6px 12px;text-align:left;vertical-align:top;
border-top:1px solid var(--jp-border-color3,#8883);max-width:320px;background:none}
.snb-root .snb-figures thead th{position:sticky;top:0;border-top:0;background:var(--jp-layout-color2,Canvas);
font-weight:600;vertical-align:bottom}
.snb-root .snb-figures .snb-n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.snb-root .snb-card{margin:0;max-width:none}
.snb-root .snb-views .snb-result>.widget-html-content>.snb-card>.snb-head{display:none}
.snb-root .snb-options{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(360px,100%),1fr));gap:12px 24px}
.snb-root .snb-options .snb-field{max-width:none}
.snb-root .snb-options .widget-inline-hbox>.widget-label,.snb-root .snb-options .snb-line>.snb-label{flex-basis:96px!important;
width:96px!important}
.snb-root .snb-options .snb-note{padding-left:96px}
.snb-root .snb-events,.snb-root .snb-property,.snb-root .snb-criteria{display:flex;flex-direction:column;gap:12px}
.snb-root .snb-criteria{gap:8px;margin-bottom:8px}
.snb-root .snb-criteria:empty{margin:0}
.snb-root .snb-line>.snb-pair{flex:1 1 200px;min-width:0;width:auto}
.snb-root .snb-wide>.snb-line>.snb-pair>.widget-vbox{flex:1 1 200px;min-width:0;align-items:flex-start}
.snb-root .snb-wide .snb-criteria{width:100%}
.snb-root .snb-facts{display:flex;flex-flow:row wrap;gap:4px 24px}
.snb-root .snb-detail{padding:8px 12px;border-left:3px solid var(--snb-line);font-size:12px}
.snb-root .snb-pill{display:inline-block;padding:0 8px;border:1px solid var(--snb-edge);
border-radius:10px;font-size:11px;line-height:18px}
.snb-root .snb-code textarea{font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;
white-space:pre;overflow:auto;width:100%;flex:1 1 auto}
.snb-root .snb-code{width:100%;height:auto}
.snb-root .widget-hprogress{height:16px;width:100%;max-width:320px}
.snb-root .snb-charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:16px}
.snb-root .snb-charts figure{margin:0;padding:12px;border:1px solid var(--snb-line);border-radius:8px;min-width:0}
.snb-root .snb-charts svg{max-width:100%;height:auto}
.snb-root .snb-hide-labels .widget-label{display:none}
/* narrow: labels above their controls */
@container (max-width:560px){
.snb-root .snb-field .widget-inline-hbox,.snb-root .snb-field .widget-radio,.snb-root .snb-line{flex-wrap:wrap}
.snb-root .snb-field .widget-inline-hbox>.widget-label,.snb-root .snb-field>.snb-line>.snb-label,
.snb-root .snb-field .widget-radio>.widget-label{flex:1 0 100%;width:100%;padding:0 0 2px}
.snb-root .snb-note,.snb-root .snb-options .snb-note{padding-left:0}
.snb-root .snb-options .widget-inline-hbox>.widget-label,.snb-root .snb-options .snb-line>.snb-label{
flex:1 0 100%!important;width:100%!important}
.snb-root .snb-line>.snb-pair{flex-basis:100%}
.snb-root .snb-number{flex:1 1 auto}
.snb-root .snb-pair{align-items:flex-end}
.snb-root .snb-footer>.snb-grow{flex-basis:100%}
.snb-root .snb-header>.snb-grow{flex-basis:100%}
.snb-root .snb-criterion>.snb-operator{flex-basis:100%}
.snb-root .jupyter-widget-tab>.widget-tab-contents{padding:16px 12px}
.snb-root .snb-group{padding:12px}
}
</style>"""
)
