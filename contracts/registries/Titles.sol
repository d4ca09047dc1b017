// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRights} from "../interfaces/IRights.sol";
import {ITitles} from "../interfaces/ITitles.sol";
import {Acting} from "../keepers/Acting.sol";
import {Registry} from "../keepers/Registry.sol";
import {TitleKeeper} from "../keepers/TitleKeeper.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Lists} from "../libraries/Lists.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head, Subjects} from "../types/Subjects.sol";

/// @title The rules of {ITitles}, where they are stated
contract Titles is ITitles, TitleKeeper {
    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Titles", 1) Acting(batches) {}

    /// @inheritdoc ITitles
    function transfer(
        RightId right,
        Head calldata head,
        Conveyance calldata conveyance,
        Follower[] calldata followers
    ) external returns (uint64 sequence) {
        if (conveyance.cause == Cause.SPLIT) revert InvalidCause(conveyance.cause);
        Interval[] calldata whole = _whole();
        IRights.RightState calldata state = _rightState(head);
        _requireAllowed(right, state, conveyance, whole);
        if (conveyance.cause == Cause.TRANSFER) {
            _requireFollowers(right, state.overlays, whole, followers);
            for (uint256 i = 0; i < followers.length; ++i) {
                // Nothing is written to the interest: whether the head is the present one is asked here.
                bytes32 interest = InterestId.unwrap(followers[i].interest);
                _requirePresent(Subjects.INTEREST, interest, followers[i].head);
                _requireAgreed(right, conveyance, whole, followers[i]);
            }
        } else if (followers.length != 0) {
            revert InvalidFollower(0);
        }
        sequence = _LEDGER.next(1);
        _convey(right, head, conveyance, sequence);
    }

    /* MECHANISM */

    function _convey(
        RightId right,
        Head calldata head,
        Conveyance calldata conveyance,
        uint64 sequence
    ) private {
        IRights.RightState calldata state = _rightState(head);
        IRights.RightState memory next = state;
        next.holder = conveyance.to;
        next.acquisition = _acquisition(state, conveyance.cause);
        if (conveyance.cause == Cause.DISPOSAL) {
            next.overlays = Line.without(state.overlays, conveyance.disposal);
        }
        bytes32 stateHash = _hashOf(next, _rightExtension(head));
        bytes32 entry = Journal.emitted(
            RightTransferred.selector,
            RightId.unwrap(right),
            PartyId.unwrap(conveyance.to),
            abi.encode(sequence, _now(), state.authority, stateHash, state.holder, conveyance)
        );
        (bytes32 id, bytes32 from) = (RightId.unwrap(right), PartyId.unwrap(state.holder));
        _replaceAndList(Subjects.RIGHT, id, head, stateHash, entry, from, Lists.DETACHED);
        bytes32 leaf = Lists.leaf(Lists.ATTACHED, Subjects.RIGHT, id);
        _LEDGER.list(PartyId.unwrap(conveyance.to), leaf);
    }

    function _whole() private pure returns (Interval[] calldata none) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
    }
}
