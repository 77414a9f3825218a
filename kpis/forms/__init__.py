from kpis.forms.signals import JudgementForm, ReplyForm

__all__ = ["JudgementForm", "ReplyForm"]
