// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";

/// @title Enforcement 实现担保权: default, disposal and the waterfall
/// @notice A default is publicity and moves nothing (Civil Code art. 428). Units are disposed of by agreement at a market reference, by
/// sale on a platform, or by a court; the proceeds go by rank, the surplus to the holder, and a shortfall is recorded (art. 438).
/// The buyer gets the units free of every interest; title follows when the authority registers the transfer, see {ITitles}.
///
/// Assumptions. Proceeds are what the one who disposes says, with evidence; the registry computes who gets what of them, and moves no
/// money. Who bought is a fact, so that title reaches the buyer through every registry that moves it.
interface IEnforcement {
    enum Route {
        NONE,
        /// 协议折价: with the holder's consent, at a market reference
        AGREEMENT,
        /// 拍卖、变卖 on the authority's or exchange's platform
        PLATFORM_SALE,
        /// 法院拍卖
        COURT
    }

    /// @notice What the disposal brought. Amounts are minor units of `currency`.
    struct Disposal {
        Route route;
        PartyId buyer;
        bytes3 currency;
        uint128 proceeds;
        /// market reference: total for the units; mandatory for AGREEMENT
        uint128 referenceValue;
        /// where the reference is from, or the number of the sale; 1 to {MAX_TEXT} bytes
        string source;
        bytes32 evidence;
    }

    /// @notice An interest on the units sold.
    struct Claimant {
        InterestId interest;
        Head head;
    }

    /// @notice What one layer of one claimant's secured amount gets. Layer 0 is what was registered first, layer n the n-th increase.
    struct Payment {
        /// place among the claimants
        uint8 claimant;
        uint8 layer;
        /// what the claimant claims of this layer, at most the layer's amount; of others than the one enforced exactly that, since only
        /// they could claim less, unless a court has determined it
        uint128 claim;
        uint128 paid;
    }

    /// @notice 违约公示.
    event DefaultDeclared(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        uint32 day,
        uint128 due,
        bytes32 digest
    );
    /// @notice The default was cured, or declared in error.
    event DefaultWithdrawn(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        bytes32 digest
    );
    /// @notice The units are sold and free of interests. `ref` is the sequence of the disposal, `interest` the one enforced,
    /// `claimants` all that lay on the units, in the order that `payments` refers to. `surplus` goes to the holder.
    event RightDisposed(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        uint32 institution,
        bytes32 stateHash,
        InterestId interest,
        Interval units,
        Disposal disposal,
        InterestId[] claimants,
        Payment[] payments,
        uint128 surplus,
        address approver
    );
    /// @notice The interest took part in the disposal `sequence`: `paid` of `claimed`; what was paid no longer counts as secured.
    /// `increases` are the layers above the first as they are now.
    event InterestPaid(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        uint128 claimed,
        uint128 paid,
        uint256[] increases
    );

    /// @notice A day that has come, and an amount.
    error InvalidDefault();
    /// @notice A route, a buyer that is a party, a currency, proceeds, and a source.
    error InvalidDisposal();
    /// @notice Agreement needs a market reference; a secured party cannot simply take the units.
    error ReferenceRequired();
    /// @notice The unit `unit` is under the restriction `ref` of the kind `kind`, which keeps it from being disposed of on this route.
    error UnitsRestricted(RightId right, uint256 unit, uint8 kind, uint64 ref);
    /// @notice The overlay of `ref` covers some of the units only: dispose of parts that are encumbered alike.
    error LotNotUniform(RightId right, uint64 ref);
    /// @notice Claimants are all interests on the units, each once, and the one enforced is among them.
    error InvalidClaimant(uint256 index);
    /// @notice The claimant's amount is in another currency.
    error CurrencyMismatch(InterestId interest, bytes3 currency);
    /// @notice Payments name every layer of every claimant once, in the order of rank.
    error NotInRank(uint256 index);
    /// @notice A claim is at most what is secured, and nothing for an interest that has lapsed or not yet arisen.
    error ClaimTooHigh(uint256 index, uint128 claim, uint128 secured);
    /// @notice Who disposes does not claim less for another: `secured` is what counts, unless a court disposes.
    error ClaimTooLow(uint256 index, uint128 claim, uint128 secured);
    /// @notice A rank is paid in full before the next gets anything: `due` was to be paid.
    error NotByWaterfall(uint256 index, uint128 paid, uint128 due);

    /// @notice Declares default. A maker of the agent; status EFFECTIVE, not lapsed.
    /// @param day civil day of the default, which has come
    /// @param due minor units that are due, more than 0
    function declareDefault(
        InterestId interest,
        Head calldata head,
        uint32 day,
        uint128 due,
        bytes32 digest
    ) external returns (uint64 sequence);

    /// @notice Withdraws the declaration. A maker of the agent; status ENFORCING.
    function withdrawDefault(
        InterestId interest,
        Head calldata head,
        bytes32 digest
    ) external returns (uint64 sequence);

    /// @notice Records a disposal of `units` in enforcement of the first claimant, which is ENFORCING and not lapsed. COURT: a maker of a
    /// court; else of the first claimant's agent. Approved by a checker of the same institution: act "Disposal" on the right's word,
    /// details keccak256(abi.encode(interest, units, disposal, payments)). Every other claimant claims all that is secured, unless a court
    /// disposes, which determines the claims. AGREEMENT: the holder's institution consents with act
    /// "DisposalConsent" on the same. A stay in force keeps units from any disposal, a judicial freeze from all but the court's, every
    /// other restriction but PLEDGE_CONTROL from all.
    function dispose(
        RightId right,
        Head calldata head,
        Interval calldata units,
        Disposal calldata disposal,
        Claimant[] calldata claimants,
        Payment[] calldata payments,
        Approval calldata approval,
        Approval calldata consent
    ) external returns (uint64 sequence);
}
