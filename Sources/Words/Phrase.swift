package import Decimals

/// All that is said to readers: a case for each thing, with what it is said of.
///
/// `Part` is what stands between words in the form in which it will be set, such as a formula.
package enum Phrase<Part> {
  case title(TitlePhrase)
  case position(PositionPhrase)
  case heading(HeadingPhrase)
  case detail(DetailPhrase<Part>)
  case label(LabelPhrase)
  case quantity(QuantityPhrase<Part>)
  case caption(CaptionPhrase<Part>)
  case precision(Precision)
  case omission(OmissionPhrase<Part>)
  case formula(FormulaPhrase)
  case note(NotePhrase<Part>)
  case remark(RemarkPhrase<Part>)
  case lead(LeadPhrase<Part>)
  case picture(PicturePhrase<Part>)
  case claim(ClaimPhrase<Part>)
  case gradient(GradientPhrase<Part>)
  case gradientResult(GradientResultPhrase<Part>)
  case marking(MarkingPhrase<Part>)
  case answer(AnswerPhrase<Part>)
  case convention(Convention)
  case sheetNote(SheetNote)
  case missing(MissingValue)
  case form(FormPhrase)
}
