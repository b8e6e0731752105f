from django import template

from reporting import numbers

register = template.Library()

register.filter("millions", numbers.millions)
register.simple_tag(numbers.amount, name="amount")
register.simple_tag(numbers.measured, name="measured")
