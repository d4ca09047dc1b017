// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRestrictions} from "../interfaces/IRestrictions.sol";
import {IRights} from "../interfaces/IRights.sol";
import {Acting} from "../keepers/Acting.sol";
import {Approving} from "../keepers/Approving.sol";
import {Registry} from "../keepers/Registry.sol";
import {RightKeeper} from "../keepers/RightKeeper.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Orders} from "../libraries/Orders.sol";
import {Approval} from "../types/Approval.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title The rules of {IRestrictions}, where they are stated
/// @notice The line says of which kind a restriction is and which units it binds; who ordered it and until when is a fact, see {Orders},
/// the same on every right that it has come to lie on by division. The loops are those of {Line}: at most {Line.MAX_OVERLAYS} overlays
/// of a right, {Line.MAX_INTERVALS} intervals of an order.
contract Restrictions is IRestrictions, RightKeeper, Approving {
    bytes32 private constant _LIFT = keccak256("RestrictionLift");

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Restrictions", 1) Acting(batches) {}

    /* REGISTRATIONS */

    /// @inheritdoc IRestrictions
    function restrict(
        RightId right,
        Head calldata head,
        Interval[] calldata intervals,
        Order calldata order
    ) external returns (uint64 sequence) {
        if (Overlays.RESTRICTIONS & (1 << order.kind) == 0) revert InvalidRestriction(order.kind);
        uint16 capacity = _capacityFor(order.kind);
        uint32 institution = _authorize(Duties.MAKER, capacity);
        IRights.RightState calldata state = _rightState(head);
        if (capacity == Capacities.AUTHORITY && state.authority != institution) {
            revert NotCompetentFor(right, order.kind, institution);
        }
        if (!_isText(order.number)) revert InvalidOrderNumber();
        bool endless = order.kind == Overlays.SUSPENSION;
        if (Orders.isOver(order.until) || (endless && order.until != 0)) revert InvalidUntil(order.until);
        _requireOnLine(right, state, intervals);
        sequence = _LEDGER.next(1);
        _LEDGER.record(Facts.RESTRICTION, Orders.refOf(sequence), 0, Orders.packed(institution, order.until));
        Overlay[] memory added = _laid(order.kind, sequence, sequence, intervals);
        bytes32 stateHash = _withAdded(head, added);
        bytes32 entry = Journal.emitted(
            RightRestricted.selector,
            RightId.unwrap(right),
            bytes32(uint256(sequence)),
            abi.encode(sequence, _now(), institution, stateHash, order, added)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /// @inheritdoc IRestrictions
    function prolong(
        RightId right,
        Head calldata head,
        uint64 ref,
        uint32 until,
        string calldata number,
        bytes32 digest
    ) external returns (uint64 sequence) {
        uint8 kind = _kindOf(right, _rightState(head).overlays, ref);
        (uint32 orderer, uint32 end) = Orders.find(_LEDGER, ref);
        uint32 institution = _authorize(Duties.MAKER, _capacityFor(kind));
        if (orderer != institution) revert NotRestrictor(ref, institution);
        if (Orders.isOver(end)) revert RestrictionExpired(ref, end);
        if (end == 0 || (until != 0 && until <= end)) revert InvalidUntil(until);
        if (!_isText(number)) revert InvalidOrderNumber();
        _LEDGER.record(
            Facts.RESTRICTION,
            Orders.refOf(ref),
            Orders.packed(orderer, end),
            Orders.packed(orderer, until)
        );
        sequence = _LEDGER.next(1);
        bytes32 stateHash = keccak256(head.state);
        bytes32 entry = Journal.emitted(
            RestrictionProlonged.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, _now(), institution, stateHash, until, number, digest)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /// @inheritdoc IRestrictions
    function lift(
        RightId right,
        Head calldata head,
        uint64 ref,
        string calldata number,
        bytes32 digest,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        IRights.RightState calldata state = _rightState(head);
        uint8 kind = _kindOf(right, state.overlays, ref);
        (uint32 institution, uint16 capacities) = _requireLifter(ref, kind, state.authority);
        if (!_isText(number)) revert InvalidOrderNumber();
        address approver = _requireChecker(
            _LIFT,
            RightId.unwrap(right),
            _wordOf(head),
            keccak256(abi.encode(ref, number, digest)),
            approval,
            institution,
            capacities
        );
        sequence = _LEDGER.next(1);
        bytes32 stateHash = _withLine(head, Line.without(state.overlays, ref));
        bytes32 entry = Journal.emitted(
            RestrictionLifted.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, _now(), institution, stateHash, number, digest, approver)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /* RULES */

    /// @return institution that of the caller, which may lift the restriction
    /// @return capacities the mask of those that its checker needs too
    function _requireLifter(
        uint64 ref,
        uint8 kind,
        uint32 authority
    ) private view returns (uint32 institution, uint16 capacities) {
        (uint32 orderer, uint32 until) = Orders.find(_LEDGER, ref);
        bool over = Orders.isOver(until);
        capacities = _capacityFor(kind) | (over ? Capacities.AUTHORITY : 0);
        institution = _authorize(Duties.MAKER, capacities);
        if (orderer != institution && !(over && authority == institution)) {
            revert NotRestrictor(ref, institution);
        }
    }

    /// @notice The kind of the restriction; {UnknownRestriction} if it does not lie on the line.
    function _kindOf(RightId right, Overlay[] calldata overlays, uint64 ref) private pure returns (uint8) {
        for (uint256 i = 0; i < overlays.length; ++i) {
            uint8 kind = overlays[i].kind();
            if (overlays[i].ref() == ref && Overlays.RESTRICTIONS & (1 << kind) != 0) return kind;
        }
        revert UnknownRestriction(right, ref);
    }

    function _capacityFor(uint8 kind) private pure returns (uint16) {
        bool courts = kind == Overlays.JUDICIAL || kind == Overlays.STAY;
        return courts ? Capacities.COURT : Capacities.AUTHORITY;
    }
}
